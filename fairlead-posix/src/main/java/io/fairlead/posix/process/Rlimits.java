package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What this process may use: prlimit(2), which gets and sets what getrlimit(2) tells. Serves one
 * thread at a time, that of its {@link Posix}.
 *
 * <pre>
 *   struct rlimit   0        8        16
 *                   |rlim_cur|rlim_max|
 * </pre>
 */
public final class Rlimits {
    /** No limit. */
    public static final long RLIM_INFINITY = -1;

    static final int BYTES = 16;
    static final int MAX = 8;
    private static final int SELF = 0;

    private static final MethodHandle PRLIMIT =
            Libc.call("prlimit", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private final Posix posix;
    private final MemorySegment rlimit;

    public Rlimits(Posix posix) {
        this.posix = posix;
        rlimit = posix.small.asSlice(0, BYTES);
    }

    /** Reads a limit, RLIMIT_NOFILE for example: 0, and see {@link #current} and {@link #max}. */
    public int getrlimit(int resource) {
        return prlimit(resource, MemorySegment.NULL, rlimit);
    }

    /** Sets a limit, units as the resource has them: open files, bytes of locked memory. */
    public int setrlimit(int resource, long current, long max) {
        rlimit.set(JAVA_LONG, 0, current);
        rlimit.set(JAVA_LONG, MAX, max);
        return prlimit(resource, rlimit, MemorySegment.NULL);
    }

    private int prlimit(int resource, MemorySegment given, MemorySegment taken) {
        try {
            return posix.result(
                    (int) PRLIMIT.invokeExact(posix.errno, SELF, resource, given, taken));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The limit that was read, as it holds now; valid until the next call. */
    public long current() {
        return rlimit.get(JAVA_LONG, 0);
    }

    /** How far it may be raised without privilege; valid until the next call. */
    public long max() {
        return rlimit.get(JAVA_LONG, MAX);
    }
}
