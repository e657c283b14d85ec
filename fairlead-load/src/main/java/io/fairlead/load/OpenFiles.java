package io.fairlead.load;

import io.fairlead.posix.Posix;
import io.fairlead.posix.process.ProcessConstants;
import io.fairlead.posix.process.Rlimits;
import java.util.Locale;

/** How many files this process may have open, getrlimit(2). For one thread. */
final class OpenFiles {
    private static final int OTHERS = 200; // class files, pipes, epoll instances, listeners

    private OpenFiles() {}

    /**
     * Checks that there may be so many connections, and raises the soft limit if need be.
     *
     * @throws IllegalStateException if there may not; the message says how to raise the limit
     */
    static void require(int connections) {
        Rlimits limits = new Rlimits(new Posix());
        long needed = (long) connections + OTHERS;
        if (!Posix.isSupported() || limits.getrlimit(ProcessConstants.RLIMIT_NOFILE) < 0) return;
        long current = limits.current();
        long max = limits.max();
        if (isEnough(current, needed)) return;
        boolean raised =
                isEnough(max, needed)
                        && limits.setrlimit(ProcessConstants.RLIMIT_NOFILE, needed, max) == 0;
        if (!raised) throw new IllegalStateException(sentence(connections, needed, max));
    }

    private static boolean isEnough(long limit, long needed) {
        return limit == Rlimits.RLIM_INFINITY || limit >= needed;
    }

    static String sentence(int connections, long needed, long max) {
        return String.format(
                        Locale.ROOT,
                        "%d connections need %d open files, but this process"
                                + " may have %d; raise that (ulimit",
                        connections,
                        needed,
                        max)
                + " -n "
                + needed
                + ", or LimitNOFILE= in a systemd unit), or use fewer connections";
    }
}
