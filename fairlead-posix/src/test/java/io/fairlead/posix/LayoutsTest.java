package io.fairlead.posix;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class LayoutsTest {
    @TempDir private Path folder;

    @Test
    void addresses() throws IOException {
        Layouts layouts = new Layouts(folder);
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
        Layouts layouts = new Layouts(folder);
        layouts.struct("epoll_event", Epoll.EVENT_BYTES)
                .field("events", 0, 4)
                .field("data", Epoll.DATA, 8);
        layouts.check("sys/epoll.h");
    }

    @Test
    void pollfd() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("pollfd", Poll.BYTES)
                .field("fd", 0, 4)
                .field("events", Poll.EVENTS, 2)
                .field("revents", Poll.REVENTS, 2);
        layouts.check("poll.h");
    }

    @Test
    void valuesOfOptions() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("timeval", Timeval.BYTES)
                .field("tv_sec", 0, 8)
                .field("tv_usec", Timeval.USEC, 8);
        layouts.struct("linger", Linger.BYTES)
                .field("l_onoff", 0, 4)
                .field("l_linger", Linger.SECONDS, 4);
        layouts.struct("ucred", Ucred.BYTES)
                .field("pid", 0, 4)
                .field("uid", Ucred.UID, 4)
                .field("gid", Ucred.GID, 4);
        layouts.check("sys/time.h", "sys/socket.h");
    }

    @Test
    void multicastGroups() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("ip_mreqn", MulticastGroup.IP_MREQN_BYTES)
                .field("imr_multiaddr", 0, 4)
                .field("imr_ifindex", MulticastGroup.IP_MREQN_IFINDEX, 4);
        layouts.struct("ipv6_mreq", MulticastGroup.IPV6_MREQ_BYTES)
                .field("ipv6mr_multiaddr", 0, 16)
                .field("ipv6mr_interface", MulticastGroup.IPV6_MREQ_IFINDEX, 4);
        layouts.struct("group_source_req", MulticastGroup.GROUP_SOURCE_REQ_BYTES)
                .field("gsr_interface", 0, 4)
                .field("gsr_group", MulticastGroup.GROUP_SOURCE_REQ_GROUP, 128)
                .field("gsr_source", MulticastGroup.GROUP_SOURCE_REQ_SOURCE, 128);
        layouts.check("netinet/in.h");
    }

    @Test
    void systemCallNumbers() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.value("SYS_io_uring_setup", 425);
        layouts.value("SYS_io_uring_enter", 426);
        layouts.value("SYS_io_uring_register", 427);
        layouts.value("SYS_pidfd_send_signal", 424);
        layouts.value("SYS_pidfd_open", 434);
        layouts.check("sys/syscall.h");
    }
}
