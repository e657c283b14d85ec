package io.fairlead.posix.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel has done: the completion queue of an {@link IoUring}. Serves its thread.
 *
 * <pre>
 *   int n = completions.ready();
 *   for (int i = 0; i &lt; n; i++) { ... userData(i), result(i), flags(i) ... }
 *   completions.advance(n);
 *
 *   struct io_uring_cqe    0         8   12    16
 *                          |user_data|res|flags|
 * </pre>
 */
public final class CompletionQueue {
    static final int RES = 8;
    static final int FLAGS = 12;

    private final MemorySegment ring;
    private final long headAt;
    private final long tailAt;
    private final long cqes;
    private final int mask;
    private int head;

    CompletionQueue(MemorySegment params, MemorySegment ring) {
        this.ring = ring;
        headAt = params.get(JAVA_INT, IoUringSetup.CQ_OFF + RingLayout.CQ_HEAD);
        tailAt = params.get(JAVA_INT, IoUringSetup.CQ_OFF + RingLayout.CQ_TAIL);
        cqes = params.get(JAVA_INT, IoUringSetup.CQ_OFF + RingLayout.CQ_CQES);
        mask =
                ring.get(
                        JAVA_INT,
                        params.get(JAVA_INT, IoUringSetup.CQ_OFF + RingLayout.CQ_RING_MASK));
        head = ring.get(JAVA_INT, headAt);
    }

    /** How many completions can be read, by index from 0 on. */
    public int ready() {
        // Acquire: what the kernel wrote before it moved the tail is seen after this.
        return (int) SubmissionQueue.INT.getAcquire(ring, tailAt) - head;
    }

    /** The number given to the submission. */
    public long userData(int index) {
        return ring.get(JAVA_LONG, at(index));
    }

    /** What the call returned: at or above zero, or {@code -errno}. */
    public int result(int index) {
        return ring.get(JAVA_INT, at(index) + RES);
    }

    /** The IORING_CQE_F_ bits, and a buffer's number; see {@link BufferRing#id}. */
    public int flags(int index) {
        return ring.get(JAVA_INT, at(index) + FLAGS);
    }

    /** Whether the submission of a completion with these flags goes on: more will come of it. */
    public static boolean more(int flags) {
        return (flags & IoUringConstants.IORING_CQE_F_MORE) != 0;
    }

    /** Gives the first {@code count} places back to the kernel; index 0 is then the next one. */
    public void advance(int count) {
        head += count;
        // Release: all reads of those places come before the kernel may write there again.
        SubmissionQueue.INT.setRelease(ring, headAt, head);
    }

    private long at(int index) {
        return cqes + (long) ((head + index) & mask) * RingLayout.CQE_BYTES;
    }
}
