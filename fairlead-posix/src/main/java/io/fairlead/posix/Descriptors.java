package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls for descriptors of any kind: close(2), read(2), write(2), fcntl(2), dup3(2), pipe2(2),
 * splice(2). Serves one thread at a time, that of its {@link Posix}.
 */
public final class Descriptors {

    private final Posix posix;

    public Descriptors(Posix posix) {
        this.posix = posix;
    }

    /**
     * open(2) of a file that is there.
     *
     * @param flags such as O_RDWR; see {@link FileConstants}
     */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocateFrom(path);
            return posix.result((int) Opening.OPEN.invokeExact(posix.errno, file, flags, 0));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** close(2). The descriptor is gone whatever is returned, EINTR too: never call it again. */
    public int close(int fd) {
        try {
            return posix.result((int) Closing.CLOSE.invokeExact(posix.errno, fd));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** read(2): how many bytes came, 0 at the end. */
    public int read(int fd, long address, long bytes) {
        try {
            return posix.result((long) Transfer.READ.invokeExact(posix.errno, fd, address, bytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** write(2): how many bytes went. To a closed pipe it is EPIPE: the JVM ignores SIGPIPE. */
    public int write(int fd, long address, long bytes) {
        try {
            return posix.result((long) Transfer.WRITE.invokeExact(posix.errno, fd, address, bytes));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** fcntl(2) with an argument that is a number; see {@link FileConstants}. */
    public int fcntl(int fd, int command, int argument) {
        try {
            return posix.result(
                    (int) Control.FCNTL.invokeExact(posix.errno, fd, command, argument));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * dup3(2): makes {@code target} what {@code fd} is, in one step; what it was is closed.
     *
     * @param flags {@code O_CLOEXEC} or 0
     */
    public int dup3(int fd, int target, int flags) {
        try {
            return posix.result((int) Copying.DUP3.invokeExact(posix.errno, fd, target, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** pipe2(2): writes the read end and the write end, two ints, to {@code pair}. */
    public int pipe2(MemorySegment pair, int flags) {
        try {
            return posix.result((int) Pipe.PIPE2.invokeExact(posix.errno, pair, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * splice(2) from where one descriptor is to where the other one is; one of them is a pipe. See
     * {@link FileConstants}.
     *
     * @return bytes moved, 0 at the end
     */
    public int splice(int from, int to, long bytes, int flags) {
        try {
            return posix.result(
                    (long) Moving.SPLICE.invokeExact(posix.errno, from, 0L, to, 0L, bytes, flags));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    // ---- the functions: to link one makes a dozen classes, so only those that are called are
    // linked

    private static final class Opening {
        static final MethodHandle OPEN =
                Libc.variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    }

    private static final class Closing {
        static final MethodHandle CLOSE = Libc.call("close", JAVA_INT, JAVA_INT);
    }

    private static final class Transfer {
        static final MethodHandle READ =
                Libc.call("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        static final MethodHandle WRITE =
                Libc.call("write", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    }

    private static final class Control {
        static final MethodHandle FCNTL =
                Libc.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Copying {
        static final MethodHandle DUP3 = Libc.call("dup3", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    }

    private static final class Moving {
        static final MethodHandle SPLICE =
                Libc.call(
                        "splice", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
                        JAVA_INT);
    }

    private static final class Pipe {
        static final MethodHandle PIPE2 = Libc.call("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    }
}
