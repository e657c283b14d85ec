package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.invoke.MethodHandle;

/** Sends signals: kill(2). Serves one thread at a time, that of its {@link Posix}. */
public final class Signals {
    private static final MethodHandle KILL = Libc.call("kill", JAVA_INT, JAVA_INT, JAVA_INT);

    private final Posix posix;

    public Signals(Posix posix) {
        this.posix = posix;
    }

    /**
     * kill(2). For a child that was not yet waited for the pid is safe; for others it may be
     * another process by now, and a {@link Pidfd} is better.
     *
     * @param pid a process, or a process group as a negative number
     * @param signal one of {@link ProcessConstants}; 0 only asks whether one may
     */
    public int kill(int pid, int signal) {
        try {
            return posix.result((int) KILL.invokeExact(posix.errno, pid, signal));
        } catch (Throwable t) {
            throw Posix.broken(t);
        }
    }
}
