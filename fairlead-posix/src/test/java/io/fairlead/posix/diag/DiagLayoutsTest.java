package io.fairlead.posix.diag;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class DiagLayoutsTest {
    @TempDir private Path folder;

    @Test
    void tcpInfo() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("tcp_info", TcpMetrics.BYTES);
        for (TcpMetrics.Field field : TcpMetrics.Field.values()) {
            layouts.field(field.cName(), field.offset(), field.bytes());
        }
        layouts.check("linux/tcp.h");
    }

    @Test
    void netlink() throws IOException {
        Layouts layouts = new Layouts(folder);
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
        Layouts layouts = new Layouts(folder);
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
}
