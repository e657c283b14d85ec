package io.fairlead.posix.diag;

/**
 * The numbers of {@code <linux/netlink.h>}, {@code <linux/sock_diag.h>}, {@code
 * <linux/inet_diag.h>} and {@code <linux/unix_diag.h>}: netlink(7), sock_diag(7).
 */
public final class DiagConstants {
    public static final int NETLINK_SOCK_DIAG = 4;
    public static final int SOCK_DIAG_BY_FAMILY = 20;

    // Types and flags of netlink messages
    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLM_F_REQUEST = 0x1;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_DUMP = 0x300;

    // Attributes of IP sockets; those up to 8 are asked for by the bit of their number less one
    public static final int INET_DIAG_MEMINFO = 1;
    public static final int INET_DIAG_INFO = 2;
    public static final int INET_DIAG_CONG = 4;
    public static final int INET_DIAG_TOS = 5;
    public static final int INET_DIAG_SKMEMINFO = 7;
    public static final int INET_DIAG_SHUTDOWN = 8;
    public static final int INET_DIAG_SKV6ONLY = 11;

    // Numbers in the array that INET_DIAG_SKMEMINFO is
    public static final int SK_MEMINFO_RMEM_ALLOC = 0;
    public static final int SK_MEMINFO_RCVBUF = 1;
    public static final int SK_MEMINFO_SNDBUF = 3;
    public static final int SK_MEMINFO_DROPS = 8;

    // Attributes of Unix-domain sockets, and the bits that ask for them
    public static final int UNIX_DIAG_NAME = 0;
    public static final int UNIX_DIAG_PEER = 2;
    public static final int UNIX_DIAG_RQLEN = 4;
    public static final int UNIX_DIAG_SHUTDOWN = 6;
    public static final int UNIX_DIAG_UID = 7;
    public static final int UDIAG_SHOW_NAME = 0x1;
    public static final int UDIAG_SHOW_PEER = 0x4;
    public static final int UDIAG_SHOW_RQLEN = 0x10;
    public static final int UDIAG_SHOW_UID = 0x40;

    private DiagConstants() {}
}
