package io.fairlead.posix.uring;

/** The numbers of {@code <linux/io_uring.h>}: io_uring_setup(2), io_uring_enter(2). */
public final class IoUringConstants {
    // Flags of io_uring_setup(2)
    public static final int IORING_SETUP_CQSIZE = 0x8;
    public static final int IORING_SETUP_CLAMP = 0x10;
    public static final int IORING_SETUP_R_DISABLED = 0x40;
    public static final int IORING_SETUP_SUBMIT_ALL = 0x80;
    public static final int IORING_SETUP_COOP_TASKRUN = 0x100;
    public static final int IORING_SETUP_TASKRUN_FLAG = 0x200;
    public static final int IORING_SETUP_SINGLE_ISSUER = 0x1000;
    public static final int IORING_SETUP_DEFER_TASKRUN = 0x2000;

    // What the kernel can do
    public static final int IORING_FEAT_SINGLE_MMAP = 0x1;
    public static final int IORING_FEAT_NODROP = 0x2;
    public static final int IORING_FEAT_SUBMIT_STABLE = 0x4;
    public static final int IORING_FEAT_FAST_POLL = 0x20;
    public static final int IORING_FEAT_EXT_ARG = 0x100;
    public static final int IORING_FEAT_CQE_SKIP = 0x800;

    // Flags of io_uring_enter(2), and those it leaves in the ring
    public static final int IORING_ENTER_GETEVENTS = 0x1;
    public static final int IORING_ENTER_EXT_ARG = 0x8;
    public static final int IORING_ENTER_REGISTERED_RING = 0x10;
    public static final int IORING_SQ_CQ_OVERFLOW = 0x2;
    public static final int IORING_SQ_TASKRUN = 0x4;

    // Where to map
    public static final int IORING_OFF_SQ_RING = 0x0;
    public static final int IORING_OFF_CQ_RING = 0x8000000;
    public static final int IORING_OFF_SQES = 0x10000000;

    // Operations
    public static final int IORING_OP_NOP = 0;
    public static final int IORING_OP_POLL_ADD = 6;
    public static final int IORING_OP_POLL_REMOVE = 7;
    public static final int IORING_OP_SENDMSG = 9;
    public static final int IORING_OP_RECVMSG = 10;
    public static final int IORING_OP_TIMEOUT = 11;
    public static final int IORING_OP_TIMEOUT_REMOVE = 12;
    public static final int IORING_OP_ACCEPT = 13;
    public static final int IORING_OP_ASYNC_CANCEL = 14;
    public static final int IORING_OP_LINK_TIMEOUT = 15;
    public static final int IORING_OP_CONNECT = 16;
    public static final int IORING_OP_CLOSE = 19;
    public static final int IORING_OP_READ = 22;
    public static final int IORING_OP_WRITE = 23;
    public static final int IORING_OP_SEND = 26;
    public static final int IORING_OP_RECV = 27;
    public static final int IORING_OP_SHUTDOWN = 34;
    public static final int IORING_OP_MSG_RING = 40;
    public static final int IORING_OP_SOCKET = 45;
    public static final int IORING_OP_SEND_ZC = 47;
    public static final int IORING_OP_SENDMSG_ZC = 48;

    // Flags of each submission
    public static final int IOSQE_IO_LINK = 0x4;
    public static final int IOSQE_IO_HARDLINK = 0x8;
    public static final int IOSQE_ASYNC = 0x10;
    public static final int IOSQE_BUFFER_SELECT = 0x20;
    public static final int IOSQE_CQE_SKIP_SUCCESS = 0x40;

    // Flags of operations
    public static final int IORING_ACCEPT_MULTISHOT = 0x1;
    public static final int IORING_RECV_MULTISHOT = 0x2;
    public static final int IORING_RECVSEND_POLL_FIRST = 0x1;
    public static final int IORING_POLL_ADD_MULTI = 0x1;
    public static final int IORING_ASYNC_CANCEL_ALL = 0x1;
    public static final int IORING_ASYNC_CANCEL_FD = 0x2;
    public static final int IORING_ASYNC_CANCEL_ANY = 0x4;
    public static final int IORING_MSG_DATA = 0;

    // Flags of each completion; the number of the buffer is above the shift
    public static final int IORING_CQE_F_BUFFER = 0x1;
    public static final int IORING_CQE_F_MORE = 0x2;
    public static final int IORING_CQE_F_SOCK_NONEMPTY = 0x4;
    public static final int IORING_CQE_F_NOTIF = 0x8;
    public static final int IORING_CQE_BUFFER_SHIFT = 16;

    // Operations of io_uring_register(2)
    public static final int IORING_REGISTER_PROBE = 8;
    public static final int IORING_REGISTER_ENABLE_RINGS = 12;
    public static final int IORING_REGISTER_RING_FDS = 20;
    public static final int IORING_UNREGISTER_RING_FDS = 21;
    public static final int IORING_REGISTER_PBUF_RING = 22;
    public static final int IORING_UNREGISTER_PBUF_RING = 23;
    public static final int IORING_REGISTER_SYNC_CANCEL = 24;
    public static final int IO_URING_OP_SUPPORTED = 1;

    private IoUringConstants() {}
}
