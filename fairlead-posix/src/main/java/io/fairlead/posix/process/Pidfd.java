package io.fairlead.posix.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.libc.Libc;
import java.lang.invoke.MethodHandle;

/**
 * A descriptor that stands for a process: pidfd_open(2). It is readable (EPOLLIN) once the process
 * has ended, and never comes to mean another process. Serves one thread at a time, that of its
 * {@link Posix}. Needs Linux 5.3.
 */
public final class Pidfd implements AutoCloseable {
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final MethodHandle OPEN =
            Libc.variadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SEND_SIGNAL =
            Libc.variadic(
                    "syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final Posix posix;
    private int fd;

    /** Opens a process; see {@link #fd} for whether that went well. The descriptor has CLOEXEC. */
    public Pidfd(Posix posix, int pid) {
        this.posix = posix;
        fd = pidfdOpen(pid);
    }

    private int pidfdOpen(int pid) {
        try {
            return posix.result(
                    (long) OPEN.invokeExact(posix.errno, SYS_PIDFD_OPEN, (long) pid, 0L));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** The descriptor, or {@code -errno}: ESRCH when there is no such process. */
    public int fd() {
        return fd;
    }

    /** pidfd_send_signal(2): 0, or {@code -ESRCH} when the process has ended. */
    public int pidfdSendSignal(int signal) {
        try {
            return posix.result(
                    (long)
                            SEND_SIGNAL.invokeExact(
                                    posix.errno,
                                    SYS_PIDFD_SEND_SIGNAL,
                                    (long) fd,
                                    (long) signal,
                                    0L,
                                    0L));
        } catch (Throwable t) {
            throw Libc.broken(t);
        }
    }

    /** Closes the descriptor; the process goes on. A second call does nothing. */
    @Override
    public void close() {
        if (fd >= 0) {
            new Descriptors(posix).close(fd);
            fd = -Errno.EBADF;
        }
    }
}
