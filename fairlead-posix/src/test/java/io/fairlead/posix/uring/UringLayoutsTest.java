package io.fairlead.posix.uring;

import io.fairlead.posix.Layouts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each struct lies in memory as the C compiler of this machine lays it. */
class UringLayoutsTest {
    @TempDir private Path folder;

    @Test
    void mappings() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.value("PROT_READ", Mappings.PROT_READ);
        layouts.value("PROT_WRITE", Mappings.PROT_WRITE);
        layouts.value("MAP_SHARED", Mappings.MAP_SHARED);
        layouts.value("MAP_POPULATE", Mappings.MAP_POPULATE);
        layouts.check("sys/mman.h");
    }

    @Test
    void ioUringQueues() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("io_uring_sqe", RingLayout.SQE_BYTES)
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
        layouts.struct("io_uring_cqe", RingLayout.CQE_BYTES)
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
        Layouts layouts = new Layouts(folder);
        layouts.struct("io_uring_params", IoUringSetup.PARAMS_BYTES)
                .field("sq_entries", 0, 4)
                .field("cq_entries", IoUringSetup.CQ_ENTRIES, 4)
                .field("flags", IoUringSetup.FLAGS, 4)
                .field("features", IoUringSetup.FEATURES, 4)
                .field("sq_off", IoUringSetup.SQ_OFF, 40)
                .field("cq_off", IoUringSetup.CQ_OFF, 40);
        layouts.struct("io_sqring_offsets", 40)
                .field("head", RingLayout.SQ_HEAD, 4)
                .field("tail", RingLayout.SQ_TAIL, 4)
                .field("ring_mask", RingLayout.SQ_RING_MASK, 4)
                .field("flags", RingLayout.SQ_FLAGS, 4)
                .field("array", RingLayout.SQ_ARRAY, 4);
        layouts.struct("io_cqring_offsets", 40)
                .field("head", RingLayout.CQ_HEAD, 4)
                .field("tail", RingLayout.CQ_TAIL, 4)
                .field("ring_mask", RingLayout.CQ_RING_MASK, 4)
                .field("cqes", RingLayout.CQ_CQES, 4);
        layouts.check("linux/io_uring.h");
    }

    @Test
    void ioUringArguments() throws IOException {
        Layouts layouts = new Layouts(folder);
        layouts.struct("io_uring_getevents_arg", RingLayout.GETEVENTS_ARG_BYTES)
                .field("ts", RingLayout.GETEVENTS_ARG_TS, 8);
        layouts.struct("__kernel_timespec", RingLayout.TIMESPEC_BYTES).field("tv_nsec", 8, 8);
        layouts.struct("io_uring_rsrc_update", RingLayout.RSRC_UPDATE_BYTES)
                .field("offset", 0, 4)
                .field("data", RingLayout.RSRC_UPDATE_DATA, 8);
        layouts.struct("io_uring_sync_cancel_reg", RingLayout.SYNC_CANCEL_BYTES)
                .field("fd", RingLayout.SYNC_CANCEL_FD, 4)
                .field("flags", RingLayout.SYNC_CANCEL_FLAGS, 4)
                .field("timeout", RingLayout.SYNC_CANCEL_TIMEOUT, 16);
        layouts.struct("io_uring_probe", RingLayout.PROBE_BYTES);
        layouts.struct("io_uring_probe_op", RingLayout.PROBE_OP_BYTES)
                .field("flags", RingLayout.PROBE_OP_FLAGS, 2);
        layouts.struct("io_uring_buf_reg", BufferRing.REG_BYTES)
                .field("ring_addr", 0, 8)
                .field("ring_entries", BufferRing.REG_ENTRIES, 4)
                .field("bgid", BufferRing.REG_GROUP, 2);
        layouts.check("linux/io_uring.h");
    }
}
