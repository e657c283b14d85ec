package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One thread's way into libc: the memory in which errno(3) is caught.
 *
 * <p>Serves one thread at a time, as does everything that is made with it; each loop has its own. A
 * virtual thread may own one: errno is stored before the call returns, so the thread may move to
 * another carrier afterwards. A new one costs less than a microsecond, and its 64 bytes go when the
 * garbage collector finds that nobody holds it.
 *
 * <pre>
 *   0      4      8                          64  one cache line: never shared by two threads
 *   | errno| spare| small arguments of a call |
 * </pre>
 */
public final class Posix {
    private static final int LINE_BYTES = 64;

    /**
     * Where {@code captureCallState} stores errno; the first argument of each handle of this
     * module.
     */
    public final MemorySegment errno;

    /** For arguments that C wants a pointer to: 56 bytes, valid until the next call. */
    public final MemorySegment small;

    /** Works everywhere; where {@link #isSupported} says no, each call returns -ENOSYS. */
    public Posix() {
        errno = Arena.ofAuto().allocate(LINE_BYTES, LINE_BYTES);
        small = errno.asSlice(8);
    }

    /** Whether native calls work here: Linux, a known processor, a libc with all that is called. */
    public static boolean isSupported() {
        return Libc.reason() == null;
    }

    /** Why {@link #isSupported} says no, as a sentence; null when it says yes. */
    public static @Nullable String reason() {
        return Libc.reason();
    }

    /** What C returned, or {@code -errno} when it was negative. */
    public int result(long value) {
        return value >= 0 ? (int) value : -errno.get(JAVA_INT, 0);
    }
}
