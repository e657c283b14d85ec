package io.fairlead.posix.process;

/**
 * The numbers of {@code <signal.h>}, {@code <spawn.h>}, {@code <sys/wait.h>} and {@code
 * <sys/resource.h>}: signal(7), posix_spawn(3), waitpid(2), getrlimit(2).
 */
public final class ProcessConstants {
    // Signals
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGABRT = 6;
    public static final int SIGKILL = 9;
    public static final int SIGUSR1 = 10;
    public static final int SIGSEGV = 11;
    public static final int SIGUSR2 = 12;
    public static final int SIGPIPE = 13;
    public static final int SIGALRM = 14;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGTSTP = 20;
    public static final int SIGTTIN = 21;
    public static final int SIGTTOU = 22;

    // Options of waitpid(2)
    public static final int WNOHANG = 1;
    public static final int WUNTRACED = 2;
    public static final int WCONTINUED = 8;

    // What posix_spawn(3) sets
    public static final int POSIX_SPAWN_SETPGROUP = 0x2;
    public static final int POSIX_SPAWN_SETSIGDEF = 0x4;
    public static final int POSIX_SPAWN_SETSIGMASK = 0x8;
    public static final int POSIX_SPAWN_SETSID = 0x80;

    // Limits of a process
    public static final int RLIMIT_NPROC = 6;
    public static final int RLIMIT_NOFILE = 7;
    public static final int RLIMIT_MEMLOCK = 8;

    private ProcessConstants() {}
}
