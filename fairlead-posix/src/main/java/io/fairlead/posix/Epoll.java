package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * One epoll instance and the array its ready events come back in: epoll(7). Serves one thread at a
 * time, that of its {@link Posix}; another thread wakes it through an {@link Eventfd} in its set.
 *
 * <pre>
 *   struct epoll_event     0      4      8          12         16
 *   x86-64 (packed)        |events| data            |
 *   every other processor  |events| hole | data                |
 * </pre>
 */
public final class Epoll implements AutoCloseable {
    public static final int EPOLL_CTL_ADD = 1;
    public static final int EPOLL_CTL_DEL = 2;
    public static final int EPOLL_CTL_MOD = 3;
    public static final int EPOLL_CLOEXEC = 0x80000;

    public static final int EPOLLIN = 0x1;
    public static final int EPOLLPRI = 0x2;
    public static final int EPOLLOUT = 0x4;
    public static final int EPOLLERR = 0x8;
    public static final int EPOLLHUP = 0x10;
    public static final int EPOLLRDHUP = 0x2000;
    public static final int EPOLLEXCLUSIVE = 1 << 28;
    public static final int EPOLLONESHOT = 1 << 30;
    public static final int EPOLLET = 1 << 31;

    static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
    static final int DATA = PACKED ? 4 : 8;
    static final int EVENT_BYTES = PACKED ? 12 : 16;

    private static final MethodHandle EPOLL_CREATE1 =
            Libc.call("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            Libc.call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            Libc.call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private final Posix posix;
    private final int eventsMax;
    private final MemorySegment ready;
    private final MemorySegment event;
    private int epfd;

    /**
     * Makes an instance; see {@link #fd} for whether that went well.
     *
     * @param eventsMax how many events one wait takes in at most
     */
    public Epoll(Posix posix, int eventsMax) {
        this.posix = posix;
        this.eventsMax = eventsMax;
        ready = Arena.ofAuto().allocate((long) EVENT_BYTES * eventsMax, Long.BYTES);
        event = posix.small.asSlice(0, EVENT_BYTES);
        epfd = epollCreate1(EPOLL_CLOEXEC);
    }

    /** The descriptor of the instance, or {@code -errno} when epoll_create1(2) failed. */
    public int fd() {
        return epfd;
    }

    private int epollCreate1(int flags) {
        try {
            return posix.result((int) EPOLL_CREATE1.invokeExact(posix.errno, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * epoll_ctl(2).
     *
     * @param op EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL
     * @param events what to watch for; without meaning for EPOLL_CTL_DEL
     * @param data comes back with each event; a descriptor with a number of its use, for example
     */
    public int epollCtl(int op, int fd, int events, long data) {
        event.set(JAVA_INT_UNALIGNED, 0, events);
        event.set(JAVA_LONG_UNALIGNED, DATA, data);
        try {
            return posix.result((int) EPOLL_CTL.invokeExact(posix.errno, epfd, op, fd, event));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * epoll_wait(2): how many events are ready, or {@code -EINTR} and the like; read them by index
     * before the next call.
     *
     * @param timeoutMs 0 does not wait, -1 waits without end; a wait holds a virtual thread's
     *     carrier
     */
    public int epollWait(int timeoutMs) {
        try {
            return posix.result(
                    (int) EPOLL_WAIT.invokeExact(posix.errno, epfd, ready, eventsMax, timeoutMs));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** What is ready, of the event at {@code index}. */
    public int events(int index) {
        return ready.get(JAVA_INT_UNALIGNED, (long) index * EVENT_BYTES);
    }

    /** The number that was given to {@link #epollCtl}, of the event at {@code index}. */
    public long data(int index) {
        return ready.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + DATA);
    }

    /** Closes the instance; the descriptors in its set stay open. A second call does nothing. */
    @Override
    public void close() {
        if (epfd >= 0) {
            new Descriptors(posix).close(epfd);
            epfd = -Errno.EBADF;
        }
    }
}
