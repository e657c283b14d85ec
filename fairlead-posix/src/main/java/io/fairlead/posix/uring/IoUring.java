package io.fairlead.posix.uring;

import static io.fairlead.posix.uring.IoUringConstants.IORING_ENTER_EXT_ARG;
import static io.fairlead.posix.uring.IoUringConstants.IORING_ENTER_GETEVENTS;
import static io.fairlead.posix.uring.IoUringConstants.IORING_ENTER_REGISTERED_RING;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OFF_SQES;
import static io.fairlead.posix.uring.IoUringConstants.IORING_OFF_SQ_RING;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SETUP_R_DISABLED;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SQ_CQ_OVERFLOW;
import static io.fairlead.posix.uring.IoUringConstants.IORING_SQ_TASKRUN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Eventfd;
import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * One io_uring instance: a queue of submissions to the kernel and a queue of completions back,
 * io_uring(7).
 *
 * <p>Serves the platform thread that makes it, and no other: the kernel refuses the others
 * (EEXIST). Another thread wakes it through an {@link Eventfd} that it reads, or from a ring of its
 * own with {@link SubmissionQueue#msgRing}.
 *
 * <pre>
 *   submissions().recv(...) ... ──▶ enter(results, timeoutNs) ──▶ completions().ready()
 *          fill slots                one system call for all        read by index, then advance
 * </pre>
 */
public final class IoUring implements AutoCloseable {
    private static final long SYS_IO_URING_ENTER = 426;
    private static final long SYS_IO_URING_REGISTER = 427;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private static final MethodHandle ENTER =
            Libc.variadic(
                    "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG, JAVA_LONG);
    private static final MethodHandle REGISTER =
            Libc.variadic(
                    "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final Posix posix;
    private final Arena arena = Arena.ofConfined();
    private final int flags;
    private final int features;
    private final MemorySegment ring;
    private final long sqFlags;
    private final SubmissionQueue submissions;
    private final CompletionQueue completions;

    /** struct io_uring_getevents_arg, and the struct timespec that it points to. */
    private final MemorySegment waiting;

    private final long waitingAddress;
    private int fd;

    /** What io_uring_enter(2) is given: the descriptor, or the number it is registered under. */
    private long enterFd;

    private long enterFlags;

    /**
     * Maps the ring, which the calling thread from now on owns.
     *
     * @param setup one whose {@link IoUringSetup#fd} is no error
     * @throws IllegalArgumentException when it is one
     * @throws IllegalStateException when the kernel does not let the ring be mapped (no memory)
     */
    public IoUring(Posix posix, IoUringSetup setup) {
        if (setup.fd() < 0) {
            throw new IllegalArgumentException(setup.reason());
        }
        this.posix = posix;
        fd = setup.take();
        enterFd = fd;
        flags = setup.flags();
        features = setup.features();
        waiting =
                arena.allocate(
                        RingLayout.GETEVENTS_ARG_BYTES + RingLayout.TIMESPEC_BYTES, Long.BYTES);
        waitingAddress = waiting.address();
        waiting.set(
                JAVA_LONG,
                RingLayout.GETEVENTS_ARG_TS,
                waitingAddress + RingLayout.GETEVENTS_ARG_BYTES);

        MemorySegment params = setup.params;
        int sqEntries = params.get(JAVA_INT, 0);
        int cqEntries = params.get(JAVA_INT, IoUringSetup.CQ_ENTRIES);
        long sqArray = params.get(JAVA_INT, IoUringSetup.SQ_OFF + RingLayout.SQ_ARRAY);
        long cqes = params.get(JAVA_INT, IoUringSetup.CQ_OFF + RingLayout.CQ_CQES);
        long sqEnd = sqArray + (long) Integer.BYTES * sqEntries;
        long cqEnd = cqes + (long) RingLayout.CQE_BYTES * cqEntries;
        ring = map(Math.max(sqEnd, cqEnd), IORING_OFF_SQ_RING);
        MemorySegment sqes = map((long) RingLayout.SQE_BYTES * sqEntries, IORING_OFF_SQES);
        for (int i = 0; i < sqEntries; i++) {
            ring.set(JAVA_INT, sqArray + (long) Integer.BYTES * i, i);
        }
        sqFlags = params.get(JAVA_INT, IoUringSetup.SQ_OFF + RingLayout.SQ_FLAGS);
        submissions = new SubmissionQueue(this, params, ring, sqes);
        completions = new CompletionQueue(params, ring);
        enable();
    }

    private MemorySegment map(long bytes, long offset) {
        long address = Mappings.map(posix, bytes, fd, offset);
        if (address < 0) {
            close();
            throw new IllegalStateException(Errno.describe("mmap of io_uring", (int) address));
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(bytes, arena, segment -> Mappings.unmap(segment));
    }

    /** Makes this thread the one that submits, and spares the kernel the look-up of the fd. */
    private void enable() {
        if ((flags & IORING_SETUP_R_DISABLED) != 0) {
            register(IoUringConstants.IORING_REGISTER_ENABLE_RINGS, 0, 0);
        }
        MemorySegment update = arena.allocate(RingLayout.RSRC_UPDATE_BYTES, Long.BYTES);
        update.set(JAVA_INT, 0, -1);
        update.set(JAVA_LONG, RingLayout.RSRC_UPDATE_DATA, fd);
        int count = register(IoUringConstants.IORING_REGISTER_RING_FDS, update.address(), 1);
        if (count == 1) {
            enterFd = update.get(JAVA_INT, 0);
            enterFlags = IORING_ENTER_REGISTERED_RING;
        }
    }

    /** The descriptor; {@code -EBADF} after {@link #close}. */
    public int fd() {
        return fd;
    }

    /** The IORING_SETUP_ flags that the kernel accepted. */
    public int flags() {
        return flags;
    }

    /** The IORING_FEAT_ bits of the kernel. */
    public int features() {
        return features;
    }

    /** Where submissions are put. */
    public SubmissionQueue submissions() {
        return submissions;
    }

    /** Where completions are read. */
    public CompletionQueue completions() {
        return completions;
    }

    /**
     * io_uring_enter(2): hands all queued submissions over, lets the kernel do its part of the
     * work, and waits for completions.
     *
     * <p>Makes no system call when nothing is queued, nothing waits in the kernel and {@code
     * results} is 0.
     *
     * @param results how many completions to wait for; 0 does not wait
     * @param timeoutNs for how long at most; -1 is for ever
     * @return how many submissions the kernel took, {@code -ETIME} when time ran out, {@code
     *     -EINTR}, or another {@code -errno}
     */
    public int enter(int results, long timeoutNs) {
        int queued = submissions.publish();
        if (queued == 0 && results == 0 && !kernelHasWork()) {
            return 0;
        }
        long with = enterFlags | IORING_ENTER_GETEVENTS;
        long argument = 0;
        long argumentBytes = 0;
        if (results > 0 && timeoutNs >= 0) {
            waiting.set(JAVA_LONG, RingLayout.GETEVENTS_ARG_BYTES, timeoutNs / NS_PER_SECOND);
            waiting.set(
                    JAVA_LONG,
                    RingLayout.GETEVENTS_ARG_BYTES + Long.BYTES,
                    timeoutNs % NS_PER_SECOND);
            with |= IORING_ENTER_EXT_ARG;
            argument = waitingAddress;
            argumentBytes = RingLayout.GETEVENTS_ARG_BYTES;
        }
        int result;
        try {
            result =
                    posix.result(
                            (long)
                                    ENTER.invokeExact(
                                            posix.errno,
                                            SYS_IO_URING_ENTER,
                                            enterFd,
                                            (long) queued,
                                            (long) results,
                                            with,
                                            argument,
                                            argumentBytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
        if (result > 0) {
            submissions.taken(result);
        }
        return result;
    }

    private boolean kernelHasWork() {
        int raised = (int) SubmissionQueue.INT.getOpaque(ring, sqFlags);
        return (raised & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)) != 0
                || (flags & IoUringConstants.IORING_SETUP_TASKRUN_FLAG) == 0;
    }

    /** io_uring_register(2), with the address of its argument. */
    public int register(int operation, long argument, int count) {
        try {
            return posix.result(
                    (long)
                            REGISTER.invokeExact(
                                    posix.errno,
                                    SYS_IO_URING_REGISTER,
                                    (long) fd,
                                    (long) operation,
                                    argument,
                                    (long) count));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** Whether the kernel knows an operation (IORING_OP_), by IORING_REGISTER_PROBE. */
    public boolean supports(int operation) {
        try (Arena probing = Arena.ofConfined()) {
            long bytes =
                    RingLayout.PROBE_BYTES
                            + (long) RingLayout.PROBE_OP_BYTES * RingLayout.PROBE_OPS_MAX;
            MemorySegment probe = probing.allocate(bytes, Long.BYTES);
            int probed = IoUringConstants.IORING_REGISTER_PROBE;
            if (register(probed, probe.address(), RingLayout.PROBE_OPS_MAX) < 0) {
                return false;
            }
            long at =
                    RingLayout.PROBE_BYTES
                            + (long) RingLayout.PROBE_OP_BYTES * operation
                            + RingLayout.PROBE_OP_FLAGS;
            return (probe.get(JAVA_SHORT, at) & IoUringConstants.IO_URING_OP_SUPPORTED) != 0;
        }
    }

    /** Whether multishot recv is there; it came with SEND_ZC (6.0), and has no bit of its own. */
    public boolean supportsMultishotRecv() {
        return supports(IoUringConstants.IORING_OP_SEND_ZC);
    }

    /**
     * Cancels what is under way, waiting for at most a second until the kernel has let go of the
     * memory, and gives the rings back. A second call does nothing.
     */
    @Override
    public void close() {
        if (fd < 0) {
            return;
        }
        cancelAll();
        new Descriptors(posix).close(fd);
        fd = -Errno.EBADF;
        enterFd = fd;
        enterFlags = 0;
        arena.close();
    }

    private void cancelAll() {
        MemorySegment all = arena.allocate(RingLayout.SYNC_CANCEL_BYTES, Long.BYTES);
        all.set(JAVA_INT, RingLayout.SYNC_CANCEL_FD, -1);
        all.set(
                JAVA_INT,
                RingLayout.SYNC_CANCEL_FLAGS,
                IoUringConstants.IORING_ASYNC_CANCEL_ANY
                        | IoUringConstants.IORING_ASYNC_CANCEL_ALL);
        all.set(JAVA_LONG, RingLayout.SYNC_CANCEL_TIMEOUT, 1);
        register(IoUringConstants.IORING_REGISTER_SYNC_CANCEL, all.address(), 1);
        if (enterFlags != 0) {
            MemorySegment update = arena.allocate(RingLayout.RSRC_UPDATE_BYTES, Long.BYTES);
            update.set(JAVA_INT, 0, (int) enterFd);
            register(IoUringConstants.IORING_UNREGISTER_RING_FDS, update.address(), 1);
        }
    }
}
