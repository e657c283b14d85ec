package io.fairlead.posix.message;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class MessageLayoutsTest {
    @TempDir private Path folder;

    @Test
    void messages() throws IOException {
        Layouts layouts = new Layouts(folder);
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
        Layouts layouts = new Layouts(folder);
        layouts.struct("cmsghdr", Cmsg.HEADER_BYTES)
                .field("cmsg_len", 0, 8)
                .field("cmsg_level", Cmsg.LEVEL, 4)
                .field("cmsg_type", Cmsg.TYPE, 4);
        layouts.struct("timespec", Cmsg.TIMESPEC_BYTES)
                .field("tv_sec", 0, 8)
                .field("tv_nsec", Long.BYTES, 8);
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
        layouts.check("sys/socket.h", "netinet/in.h", "time.h");
    }
}
