package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A counter that a loop can wait for, and that any thread can raise: eventfd(2).
 *
 * <p>{@link #signal} is for any thread, until {@link #close}; the rest is for the thread of its
 * {@link Posix}. Who signals must know that the loop has not closed it: a descriptor's number is
 * soon used again.
 */
public final class Eventfd implements AutoCloseable {
    public static final int EFD_SEMAPHORE = 0x1;
    public static final int EFD_NONBLOCK = 0x800;
    public static final int EFD_CLOEXEC = 0x80000;

    private static final MethodHandle EVENTFD = Libc.call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ =
            Libc.call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    /** Catches no errno, so that it needs no memory of the thread that calls. */
    private static final MethodHandle WRITE =
            Libc.uncaught("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private static final MemorySegment ONE = Arena.global().allocateFrom(JAVA_LONG, 1);

    private final Posix posix;
    private final MemorySegment count;
    private volatile int fd;

    /** Makes a counter that does not block; see {@link #fd} for whether that went well. */
    public Eventfd(Posix posix) {
        this.posix = posix;
        count = posix.small.asSlice(0, Long.BYTES);
        fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    }

    /** The descriptor, or {@code -errno} when eventfd(2) failed. It is readable when raised. */
    public int fd() {
        return fd;
    }

    private int eventfd(int initial, int flags) {
        try {
            return posix.result((int) EVENTFD.invokeExact(posix.errno, initial, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * Raises the counter by one, with write(2); for any thread, and never waits. False when the
     * descriptor is closed, or the counter is at its maximum, which wakes the loop just as well.
     */
    public boolean signal() {
        try {
            return (long) WRITE.invokeExact(fd, ONE, (long) Long.BYTES) == Long.BYTES;
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** Sets the counter to 0, with read(2): what it was, or {@code -EAGAIN} when that was 0. */
    public long drain() {
        try {
            int result =
                    posix.result(
                            (long) READ.invokeExact(posix.errno, fd, count, (long) Long.BYTES));
            return result < 0 ? result : count.get(JAVA_LONG, 0);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** Closes the descriptor. A second call does nothing. */
    @Override
    public void close() {
        if (fd >= 0) {
            new Descriptors(posix).close(fd);
            fd = -Errno.EBADF;
        }
    }
}
