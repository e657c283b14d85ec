package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How children ended: waitpid(2). Serves one thread at a time, that of its {@link Posix}.
 *
 * <p>Always wait for one child by its pid: whoever waits for any child (-1) takes those of {@link
 * ProcessBuilder} away from the JDK.
 */
public final class Wait {
    private static final MethodHandle WAITPID =
            Libc.call("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private final Posix posix;
    private final MemorySegment status;

    public Wait(Posix posix) {
        this.posix = posix;
        status = posix.small.asSlice(0, Integer.BYTES);
    }

    /**
     * waitpid(2): the pid of a child that ended and is now gone, 0 when it still runs and WNOHANG
     * was given, {@code -ECHILD} when there is no such child. See {@link #status}.
     */
    public int waitpid(int pid, int options) {
        status.set(JAVA_INT, 0, 0);
        try {
            return posix.result((int) WAITPID.invokeExact(posix.errno, pid, status, options));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** What the last {@link #waitpid} told, for the functions below; valid until the next call. */
    public int status() {
        return status.get(JAVA_INT, 0);
    }

    /** WIFEXITED: whether it ended by itself. */
    public static boolean wifexited(int status) {
        return (status & 0x7f) == 0;
    }

    /** WEXITSTATUS: the number it ended with, 0 to 255. */
    public static int wexitstatus(int status) {
        return status >> 8 & 0xff;
    }

    /** WIFSIGNALED: whether a signal killed it. */
    public static boolean wifsignaled(int status) {
        int signal = status & 0x7f;
        return signal != 0 && signal != 0x7f;
    }

    /** WTERMSIG: the signal that killed it. */
    public static int wtermsig(int status) {
        return status & 0x7f;
    }

    /** WCOREDUMP: whether it left a core file. */
    public static boolean wcoredump(int status) {
        return (status & 0x80) != 0;
    }
}
