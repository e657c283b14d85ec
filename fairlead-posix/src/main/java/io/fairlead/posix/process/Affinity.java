package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/**
 * Which processors a thread may run on: sched_setaffinity(2). Threads and processes that it starts
 * later inherit them. Serves one thread at a time, that of its {@link Posix}.
 *
 * <pre>
 *   cpu_set_t   0           8           16                      1024 bytes
 *               |cpus 0..63 |cpus 64.. |  ...  cpus 8128..8191 |
 * </pre>
 */
public final class Affinity {
    /** The calling thread, where a thread is asked for. */
    public static final int SELF = 0;

    private static final int SET_BYTES = 1024;
    private static final MethodHandle GET =
            Libc.call("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SET =
            Libc.call("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);

    private final Posix posix;
    private final MemorySegment set = Arena.ofAuto().allocate(SET_BYTES, Long.BYTES);

    public Affinity(Posix posix) {
        this.posix = posix;
    }

    /**
     * sched_getaffinity(2): 0, and {@link #cpus} has what was read.
     *
     * @param tid a thread's id, as /proc/PID/task has them, or {@link #SELF}
     */
    public int sched_getaffinity(int tid) {
        set.fill((byte) 0);
        return call(GET, tid);
    }

    /**
     * sched_setaffinity(2): 0, or for example -EINVAL where none of {@code cpus} may be used.
     *
     * @param tid as in {@link #sched_getaffinity}
     * @param cpus by number, below 8192
     */
    public int sched_setaffinity(int tid, BitSet cpus) {
        byte[] bytes = cpus.toByteArray();
        if (bytes.length > SET_BYTES) return -Errno.EINVAL;
        set.fill((byte) 0);
        MemorySegment.copy(bytes, 0, set, JAVA_BYTE, 0, bytes.length);
        return call(SET, tid);
    }

    private int call(MethodHandle handle, int tid) {
        try {
            return posix.result((int) handle.invokeExact(posix.errno, tid, (long) SET_BYTES, set));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The processors that were read last. */
    public BitSet cpus() {
        return BitSet.valueOf(set.toArray(JAVA_BYTE));
    }
}
