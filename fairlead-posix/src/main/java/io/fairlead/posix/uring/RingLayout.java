package io.fairlead.posix.uring;

/**
 * Where the fields of io_uring's structs lie, and how long these are, in bytes: struct
 * io_sqring_offsets, io_cqring_offsets, io_uring_sqe, io_uring_cqe and the arguments of
 * io_uring_enter(2) and io_uring_register(2) in linux/io_uring.h.
 */
final class RingLayout {
    static final int SQ_HEAD = 0;
    static final int SQ_TAIL = 4;
    static final int SQ_RING_MASK = 8;
    static final int SQ_FLAGS = 16;
    static final int SQ_ARRAY = 24;
    static final int CQ_HEAD = 0;
    static final int CQ_TAIL = 4;
    static final int CQ_RING_MASK = 8;
    static final int CQ_CQES = 20;
    static final int SQE_BYTES = 64;
    static final int CQE_BYTES = 16;

    static final int GETEVENTS_ARG_BYTES = 24;
    static final int GETEVENTS_ARG_TS = 16;
    static final int TIMESPEC_BYTES = 16;
    static final int RSRC_UPDATE_BYTES = 16;
    static final int RSRC_UPDATE_DATA = 8;
    static final int SYNC_CANCEL_BYTES = 64;
    static final int SYNC_CANCEL_FD = 8;
    static final int SYNC_CANCEL_FLAGS = 12;
    static final int SYNC_CANCEL_TIMEOUT = 16;
    static final int PROBE_BYTES = 16;
    static final int PROBE_OP_BYTES = 8;
    static final int PROBE_OP_FLAGS = 2;
    static final int PROBE_OPS_MAX = 256;

    private RingLayout() {}
}
