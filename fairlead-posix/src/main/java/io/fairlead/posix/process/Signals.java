package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.invoke.MethodHandle;

/**
 * Sends signals, and ignores them: kill(2), pthread_kill(3), signal(2). Serves one thread at a
 * time, that of its {@link Posix}.
 */
public final class Signals {
    private static final MethodHandle KILL = Libc.call("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle PTHREAD_SELF = Libc.call("pthread_self", JAVA_LONG);
    private static final MethodHandle SIGNAL = Libc.call("signal", JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final long SIG_IGN = 1;
    private static final MethodHandle PTHREAD_KILL =
            Libc.call("pthread_kill", JAVA_INT, JAVA_LONG, JAVA_INT);

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
            throw Libc.broken(t);
        }
    }

    /** pthread_self(3): this thread's name for {@link #pthreadKill}, as long as it lives. */
    public long pthreadSelf() {
        try {
            return (long) PTHREAD_SELF.invokeExact(posix.errno);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * pthread_kill(3): to one thread of this process, which must not have ended. A signal that
     * nobody handles does what it does by default, perhaps end the process.
     */
    public int pthreadKill(long thread, int signal) {
        try {
            int result = (int) PTHREAD_KILL.invokeExact(posix.errno, thread, signal);
            return result > 0 ? -result : posix.result(result);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /**
     * signal(2) with SIG_IGN: the whole process ignores a signal until {@link #restore}.
     *
     * @return what was done at it before, for {@link #restore}; -1 if there is no such signal
     */
    public long ignore(int signal) {
        return restore(signal, SIG_IGN);
    }

    /** signal(2): the process does again at a signal what it did before {@link #ignore}. */
    public long restore(int signal, long before) {
        try {
            return (long) SIGNAL.invokeExact(posix.errno, signal, before);
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }
}
