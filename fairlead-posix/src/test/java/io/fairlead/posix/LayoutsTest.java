package io.fairlead.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class LayoutsTest {
    @TempDir private Path folder;

    @Test
    void addresses() throws IOException {
        Layouts layouts = new Layouts();
        layouts.value("INADDR_LOOPBACK", SockaddrIn.INADDR_LOOPBACK);
        layouts.value("INADDR_ANY", SockaddrIn.INADDR_ANY);
        layouts.struct("sockaddr_storage", Sockaddr.BYTES_MAX);
        layouts.struct("sockaddr_in", SockaddrIn.BYTES)
                .field("sin_family", 0, Sockaddr.FAMILY_BYTES)
                .field("sin_port", SockaddrIn.PORT, 2)
                .field("sin_addr", SockaddrIn.ADDRESS, 4)
                .field("sin_zero", SockaddrIn.ZERO, 8);
        layouts.struct("sockaddr_in6", SockaddrIn6.BYTES)
                .field("sin6_port", SockaddrIn6.PORT, 2)
                .field("sin6_flowinfo", SockaddrIn6.FLOWINFO, 4)
                .field("sin6_addr", SockaddrIn6.ADDRESS, 16)
                .field("sin6_scope_id", SockaddrIn6.SCOPE_ID, 4);
        layouts.struct("sockaddr_un", SockaddrUn.BYTES)
                .field("sun_path", SockaddrUn.PATH, SockaddrUn.NAME_BYTES_MAX + 1);
        layouts.struct("sockaddr_ll", SockaddrLl.BYTES)
                .field("sll_protocol", SockaddrLl.PROTOCOL, 2)
                .field("sll_ifindex", SockaddrLl.IFINDEX, 4)
                .field("sll_hatype", SockaddrLl.HATYPE, 2)
                .field("sll_pkttype", SockaddrLl.PKTTYPE, 1)
                .field("sll_halen", SockaddrLl.HALEN, 1)
                .field("sll_addr", SockaddrLl.ADDRESS, 8);
        layouts.check("netinet/in.h", "sys/un.h", "netpacket/packet.h");
    }

    @Test
    void epollEvent() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("epoll_event", Epoll.EVENT_BYTES)
                .field("events", 0, 4)
                .field("data", Epoll.DATA, 8);
        layouts.check("sys/epoll.h");
    }

    @Test
    void packetSockets() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("tpacket_stats", PacketStatistics.BYTES)
                .field("tp_packets", 0, 4)
                .field("tp_drops", PacketStatistics.DROPS, 4);
        layouts.struct("timespec", Cmsg.TIMESPEC_BYTES)
                .field("tv_sec", 0, 8)
                .field("tv_nsec", Long.BYTES, 8);
        layouts.struct("sock_filter", SockFprog.INSTRUCTION_BYTES)
                .field("code", 0, 2)
                .field("jt", SockFprog.JT, 1)
                .field("jf", SockFprog.JF, 1)
                .field("k", SockFprog.K, 4);
        layouts.struct("sock_fprog", SockFprog.BYTES)
                .field("len", 0, 2)
                .field("filter", SockFprog.FILTER, 8);
        layouts.check("linux/if_packet.h", "linux/filter.h", "time.h");
    }

    @Test
    void pollfd() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("pollfd", Poll.BYTES)
                .field("fd", 0, 4)
                .field("events", Poll.EVENTS, 2)
                .field("revents", Poll.REVENTS, 2);
        layouts.check("poll.h");
    }

    @Test
    void interfaces() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("ifreq", Ifreq.BYTES)
                .field("ifr_name", 0, Ifreq.NAME_BYTES)
                .field("ifr_flags", Ifreq.FLAGS, 2);
        layouts.check("net/if.h");
    }

    @Test
    void routes() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("rtmsg", Rtmsg.BYTES)
                .field("rtm_family", 0, 1)
                .field("rtm_dst_len", Rtmsg.DST_LEN, 1)
                .field("rtm_table", Rtmsg.TABLE, 1)
                .field("rtm_protocol", Rtmsg.PROTOCOL, 1)
                .field("rtm_type", Rtmsg.TYPE, 1);
        layouts.check("linux/rtnetlink.h");
    }

    @Test
    void valuesOfOptions() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("timeval", Timeval.BYTES)
                .field("tv_sec", 0, 8)
                .field("tv_usec", Timeval.USEC, 8);
        layouts.struct("linger", Linger.BYTES)
                .field("l_onoff", 0, 4)
                .field("l_linger", Linger.SECONDS, 4);
        layouts.check("sys/time.h", "sys/socket.h");
    }

    @Test
    void multicastGroups() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("ip_mreqn", MulticastGroup.IP_MREQN_BYTES)
                .field("imr_multiaddr", 0, 4)
                .field("imr_ifindex", MulticastGroup.IP_MREQN_IFINDEX, 4);
        layouts.struct("ipv6_mreq", MulticastGroup.IPV6_MREQ_BYTES)
                .field("ipv6mr_multiaddr", 0, 16)
                .field("ipv6mr_interface", MulticastGroup.IPV6_MREQ_IFINDEX, 4);
        layouts.check("netinet/in.h");
    }

    @Test
    void messages() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("msghdr", Msghdr.BYTES)
                .field("msg_name", 0, 8)
                .field("msg_namelen", Msghdr.NAMELEN, 4)
                .field("msg_iov", Msghdr.IOV, 8)
                .field("msg_iovlen", Msghdr.IOVLEN, 8)
                .field("msg_control", Msghdr.CONTROL, 8)
                .field("msg_controllen", Msghdr.CONTROLLEN, 8)
                .field("msg_flags", Msghdr.FLAGS, 4);
        layouts.struct("iovec", Msghdr.IOVEC_BYTES)
                .field("iov_base", 0, 8)
                .field("iov_len", Msghdr.IOVEC_LEN, 8);
        layouts.struct("mmsghdr", Mmsg.BYTES)
                .field("msg_hdr", 0, Msghdr.BYTES)
                .field("msg_len", Mmsg.LEN, 4);
        layouts.check("sys/socket.h", "sys/uio.h");
    }

    @Test
    void ancillaryMessages() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("cmsghdr", Cmsg.HEADER_BYTES)
                .field("cmsg_len", 0, 8)
                .field("cmsg_level", Cmsg.LEVEL, 4)
                .field("cmsg_type", Cmsg.TYPE, 4);
        layouts.struct("ucred", Ucred.BYTES)
                .field("pid", 0, 4)
                .field("uid", Ucred.UID, 4)
                .field("gid", Ucred.GID, 4);
        layouts.struct("in_pktinfo", Cmsg.IN_PKTINFO_BYTES)
                .field("ipi_ifindex", 0, 4)
                .field("ipi_spec_dst", Cmsg.IN_PKTINFO_SPEC_DST, 4)
                .field("ipi_addr", Cmsg.IN_PKTINFO_ADDR, 4);
        layouts.struct("in6_pktinfo", Cmsg.IN6_PKTINFO_BYTES)
                .field("ipi6_addr", 0, 16)
                .field("ipi6_ifindex", Cmsg.IN6_PKTINFO_IFINDEX, 4);
        for (int bytes = 0; bytes < 20; bytes++) {
            layouts.value("CMSG_SPACE(%d)".formatted(bytes), Cmsg.space(bytes));
        }
        layouts.check("sys/socket.h", "netinet/in.h");
    }

    @Test
    void tcpInfo() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("tcp_info", TcpMetrics.BYTES);
        for (TcpMetrics.Field field : TcpMetrics.Field.values()) {
            layouts.field(field.cName(), field.offset(), field.bytes());
        }
        layouts.check("linux/tcp.h");
    }

    @Test
    void netlink() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("nlmsghdr", NetlinkDiag.HEADER_BYTES)
                .field("nlmsg_len", 0, 4)
                .field("nlmsg_type", NetlinkDiag.TYPE, 2)
                .field("nlmsg_flags", NetlinkDiag.FLAGS, 2)
                .field("nlmsg_seq", NetlinkDiag.SEQ, 4);
        layouts.struct("rtattr", Rtattr.HEADER_BYTES)
                .field("rta_len", 0, 2)
                .field("rta_type", Rtattr.TYPE, 2);
        layouts.struct("unix_diag_req", UnixDiag.REQ_BYTES)
                .field("udiag_states", UnixDiag.REQ_STATES, 4)
                .field("udiag_show", UnixDiag.REQ_SHOW, 4);
        layouts.struct("unix_diag_msg", UnixDiag.MSG_BYTES)
                .field("udiag_type", UnixDiag.TYPE, 1)
                .field("udiag_state", UnixDiag.STATE, 1)
                .field("udiag_ino", UnixDiag.INO, 4)
                .field("udiag_cookie", UnixDiag.COOKIE, 8);
        layouts.check("linux/netlink.h", "linux/rtnetlink.h", "linux/unix_diag.h");
    }

    @Test
    void inetDiag() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("inet_diag_req_v2", InetDiag.REQ_BYTES)
                .field("sdiag_protocol", InetDiag.REQ_PROTOCOL, 1)
                .field("idiag_ext", InetDiag.REQ_EXT, 1)
                .field("idiag_states", InetDiag.REQ_STATES, 4)
                .field("id", InetDiag.REQ_ID, InetDiag.SOCKID_BYTES);
        layouts.struct("inet_diag_msg", InetDiag.MSG_BYTES)
                .field("idiag_state", InetDiag.STATE, 1)
                .field("idiag_timer", InetDiag.TIMER, 1)
                .field("idiag_retrans", InetDiag.RETRANS, 1)
                .field("id", InetDiag.ID, InetDiag.SOCKID_BYTES)
                .field("idiag_expires", InetDiag.EXPIRES, 4)
                .field("idiag_rqueue", InetDiag.RQUEUE, 4)
                .field("idiag_wqueue", InetDiag.WQUEUE, 4)
                .field("idiag_uid", InetDiag.UID, 4)
                .field("idiag_inode", InetDiag.INODE, 4);
        layouts.struct("inet_diag_sockid", InetDiag.SOCKID_BYTES)
                .field("idiag_sport", 0, 2)
                .field("idiag_dport", InetDiag.DPORT, 2)
                .field("idiag_src", InetDiag.SRC, 16)
                .field("idiag_dst", InetDiag.DST, 16)
                .field("idiag_if", InetDiag.IF, 4)
                .field("idiag_cookie", InetDiag.COOKIE, 8);
        layouts.check("linux/inet_diag.h");
    }

    @Test
    void processes() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("rlimit", Rlimits.BYTES)
                .field("rlim_cur", 0, 8)
                .field("rlim_max", Rlimits.MAX, 8);
        layouts.value("sizeof(sigset_t)", Spawn.SIGSET_BYTES);
        layouts.value("sizeof(posix_spawn_file_actions_t) <= " + Spawn.OPAQUE_BYTES, 1);
        layouts.value("sizeof(posix_spawnattr_t) <= " + Spawn.OPAQUE_BYTES, 1);
        layouts.value("RLIM_INFINITY", Rlimits.RLIM_INFINITY);
        layouts.check("sys/resource.h", "signal.h", "spawn.h");
    }

    @Test
    void statusMacros() throws IOException {
        Layouts layouts = new Layouts();
        for (int status : new int[] {0, 0x0100, 0xff00, 9, 15, 0x8b, 0x137f}) {
            layouts.value("!!WIFEXITED(%d)".formatted(status), Wait.wifexited(status) ? 1 : 0);
            layouts.value("WEXITSTATUS(%d)".formatted(status), Wait.wexitstatus(status));
            layouts.value("!!WIFSIGNALED(%d)".formatted(status), Wait.wifsignaled(status) ? 1 : 0);
            layouts.value("WTERMSIG(%d)".formatted(status), Wait.wtermsig(status));
            layouts.value("!!WCOREDUMP(%d)".formatted(status), Wait.wcoredump(status) ? 1 : 0);
        }
        layouts.check("sys/wait.h");
    }

    @Test
    void mappings() throws IOException {
        Layouts layouts = new Layouts();
        layouts.value("PROT_READ", Mappings.PROT_READ);
        layouts.value("PROT_WRITE", Mappings.PROT_WRITE);
        layouts.value("MAP_SHARED", Mappings.MAP_SHARED);
        layouts.value("MAP_POPULATE", Mappings.MAP_POPULATE);
        layouts.check("sys/mman.h");
    }

    @Test
    void systemCallNumbers() throws IOException {
        Layouts layouts = new Layouts();
        layouts.value("SYS_io_uring_setup", 425);
        layouts.value("SYS_io_uring_enter", 426);
        layouts.value("SYS_io_uring_register", 427);
        layouts.value("SYS_pidfd_send_signal", 424);
        layouts.value("SYS_pidfd_open", 434);
        layouts.check("sys/syscall.h");
    }

    @Test
    void ioUringQueues() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("io_uring_sqe", IoUring.SQE_BYTES)
                .field("opcode", 0, 1)
                .field("flags", SubmissionQueue.FLAGS, 1)
                .field("ioprio", SubmissionQueue.IOPRIO, 2)
                .field("fd", SubmissionQueue.FD, 4)
                .field("off", SubmissionQueue.OFF, 8)
                .field("addr", SubmissionQueue.ADDR, 8)
                .field("len", SubmissionQueue.LEN, 4)
                .field("msg_flags", SubmissionQueue.OP_FLAGS, 4)
                .field("user_data", SubmissionQueue.USER_DATA, 8)
                .field("buf_group", SubmissionQueue.BUF_GROUP, 2)
                .field("addr3", SubmissionQueue.ADDR3, 8);
        layouts.struct("io_uring_cqe", IoUring.CQE_BYTES)
                .field("user_data", 0, 8)
                .field("res", CompletionQueue.RES, 4)
                .field("flags", CompletionQueue.FLAGS, 4);
        layouts.struct("io_uring_buf", BufferRing.BUF_BYTES)
                .field("addr", 0, 8)
                .field("len", BufferRing.BUF_LEN, 4)
                .field("bid", BufferRing.BUF_ID, 2);
        layouts.struct("io_uring_buf_ring", BufferRing.BUF_BYTES).field("tail", BufferRing.TAIL, 2);
        layouts.struct("io_uring_recvmsg_out", RecvmsgOut.BYTES)
                .field("namelen", 0, 4)
                .field("controllen", RecvmsgOut.CONTROLLEN, 4)
                .field("payloadlen", RecvmsgOut.PAYLOADLEN, 4)
                .field("flags", RecvmsgOut.FLAGS, 4);
        layouts.check("linux/io_uring.h");
    }

    @Test
    void ioUringSetup() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("io_uring_params", IoUringSetup.PARAMS_BYTES)
                .field("sq_entries", 0, 4)
                .field("cq_entries", IoUringSetup.CQ_ENTRIES, 4)
                .field("flags", IoUringSetup.FLAGS, 4)
                .field("features", IoUringSetup.FEATURES, 4)
                .field("sq_off", IoUringSetup.SQ_OFF, 40)
                .field("cq_off", IoUringSetup.CQ_OFF, 40);
        layouts.struct("io_sqring_offsets", 40)
                .field("head", IoUring.SQ_HEAD, 4)
                .field("tail", IoUring.SQ_TAIL, 4)
                .field("ring_mask", IoUring.SQ_RING_MASK, 4)
                .field("flags", IoUring.SQ_FLAGS, 4)
                .field("array", IoUring.SQ_ARRAY, 4);
        layouts.struct("io_cqring_offsets", 40)
                .field("head", IoUring.CQ_HEAD, 4)
                .field("tail", IoUring.CQ_TAIL, 4)
                .field("ring_mask", IoUring.CQ_RING_MASK, 4)
                .field("cqes", IoUring.CQ_CQES, 4);
        layouts.check("linux/io_uring.h");
    }

    @Test
    void ioUringArguments() throws IOException {
        Layouts layouts = new Layouts();
        layouts.struct("io_uring_getevents_arg", IoUring.GETEVENTS_ARG_BYTES)
                .field("ts", IoUring.GETEVENTS_ARG_TS, 8);
        layouts.struct("__kernel_timespec", IoUring.TIMESPEC_BYTES).field("tv_nsec", 8, 8);
        layouts.struct("io_uring_rsrc_update", IoUring.RSRC_UPDATE_BYTES)
                .field("offset", 0, 4)
                .field("data", IoUring.RSRC_UPDATE_DATA, 8);
        layouts.struct("io_uring_sync_cancel_reg", IoUring.SYNC_CANCEL_BYTES)
                .field("fd", IoUring.SYNC_CANCEL_FD, 4)
                .field("flags", IoUring.SYNC_CANCEL_FLAGS, 4)
                .field("timeout", IoUring.SYNC_CANCEL_TIMEOUT, 16);
        layouts.struct("io_uring_probe", IoUring.PROBE_BYTES);
        layouts.struct("io_uring_probe_op", IoUring.PROBE_OP_BYTES)
                .field("flags", IoUring.PROBE_OP_FLAGS, 2);
        layouts.struct("io_uring_buf_reg", BufferRing.REG_BYTES)
                .field("ring_addr", 0, 8)
                .field("ring_entries", BufferRing.REG_ENTRIES, 4)
                .field("bgid", BufferRing.REG_GROUP, 2);
        layouts.check("linux/io_uring.h");
    }

    /** What we say of structs, by the C expression that tells. */
    private final class Layouts {
        private final Map<String, Long> ours = new LinkedHashMap<>();
        private String struct = "";

        Layouts struct(String name, long bytes) {
            struct = name;
            ours.put("sizeof(struct %s)".formatted(name), bytes);
            return this;
        }

        Layouts field(String name, long offset, long bytes) {
            ours.put("offsetof(struct %s, %s)".formatted(struct, name), offset);
            ours.put("sizeof(((struct %s *) 0)->%s)".formatted(struct, name), bytes);
            return this;
        }

        void value(String expression, long value) {
            ours.put(expression, value);
        }

        void check(String... headers) throws IOException {
            List<String> expressions = new ArrayList<>(ours.keySet());
            assertThat(new CProgram(folder).values(List.of(headers), expressions)).isEqualTo(ours);
        }
    }
}
