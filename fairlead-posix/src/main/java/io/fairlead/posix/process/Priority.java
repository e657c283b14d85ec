package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.invoke.MethodHandle;

/**
 * How much of a processor a thread gets when others want it, too: setpriority(2). Serves one thread
 * at a time, that of its {@link Posix}.
 */
public final class Priority {
    /** The calling thread, where a thread is asked for. */
    public static final int SELF = 0;

    /** Others get most of a processor that they want; a tenth is left. See sched(7). */
    public static final int NICE_LOW = 10;

    private static final int PRIO_PROCESS = 0;
    private static final MethodHandle SET =
            Libc.call("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    private final Posix posix;

    public Priority(Posix posix) {
        this.posix = posix;
    }

    /**
     * setpriority(2) for one thread, as Linux has it, and not for its process: 0, or for example
     * -EACCES for a nicer value than before without the right to it.
     *
     * @param tid a thread's id, as /proc/PID/task has them, or {@link #SELF}
     * @param nice from -20, the first, to 19, the last
     */
    public int setpriority(int tid, int nice) {
        try {
            return posix.result((int) SET.invokeExact(posix.errno, PRIO_PROCESS, tid, nice));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
