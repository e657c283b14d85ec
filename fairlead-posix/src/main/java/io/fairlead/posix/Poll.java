package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Waits for one descriptor: poll(2). Serves one thread at a time, that of its {@link Posix}.
 *
 * <pre>
 *   struct pollfd   0    4      6       8
 *                   | fd |events|revents|
 * </pre>
 */
public final class Poll {
    public static final int POLLIN = 0x1;
    public static final int POLLPRI = 0x2;
    public static final int POLLOUT = 0x4;
    public static final int POLLERR = 0x8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;

    static final int BYTES = 8;
    static final int EVENTS = 4;
    static final int REVENTS = 6;

    private static final MethodHandle POLL =
            Libc.call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private final Posix posix;
    private final MemorySegment pollfd;

    public Poll(Posix posix) {
        this.posix = posix;
        pollfd = posix.small.asSlice(0, BYTES);
    }

    /**
     * poll(2): what is ready, the bits asked for and POLLERR, POLLHUP and POLLNVAL; 0 when time ran
     * out, or {@code -errno}, of which EINTR means no more than to ask again.
     *
     * @param timeoutMs 0 does not wait, -1 waits without end; a wait holds a virtual thread's
     *     carrier
     */
    public int poll(int fd, int events, int timeoutMs) {
        pollfd.set(JAVA_INT, 0, fd);
        pollfd.set(JAVA_SHORT, EVENTS, (short) events);
        pollfd.set(JAVA_SHORT, REVENTS, (short) 0);
        try {
            int result = posix.result((int) POLL.invokeExact(posix.errno, pollfd, 1L, timeoutMs));
            return result <= 0 ? result : pollfd.get(JAVA_SHORT, REVENTS);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
