package io.fairlead.load;

import io.fairlead.posix.Posix;
import io.fairlead.posix.process.Affinity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parts the processors that this process may use, until it is closed: the lower half for servers
 * that it starts, the upper half for itself. For one platform thread.
 */
public final class Cores implements AutoCloseable {
    private final Affinity affinity = new Affinity(new Posix());
    private final BitSet all = new BitSet();
    private final BitSet server = new BitSet();
    private final BitSet own = new BitSet();
    private final @Nullable String reason;

    /** Parts them, if that can be done here; see {@link #reason}. */
    public Cores() {
        reason = part();
        if (reason == null) moveThreads(own);
    }

    private @Nullable String part() {
        if (!Posix.isSupported()) return Posix.reason();
        if (affinity.sched_getaffinity(Affinity.SELF) < 0) {
            return "the kernel does not list the processors";
        }
        all.or(affinity.cpus());
        int half = all.cardinality() / 2;
        if (half == 0) return "there is only one processor";
        all.stream().limit(half).forEach(server::set);
        all.stream().skip(half).forEach(own::set);
        // Tried at once: a sandbox may let a thread look, and not move.
        boolean moves = affinity.sched_setaffinity(Affinity.SELF, own) >= 0;
        return moves ? null : "sched_setaffinity(2) is refused here";
    }

    /** Why server and generator share their processors; null if they do not. */
    public @Nullable String reason() {
        return reason;
    }

    /** Who is where, in a clause. */
    public String words() {
        return reason == null
                ? "server on %s, generator on %s".formatted(words(server), words(own))
                : "server and generator share their processors (" + reason + ")";
    }

    private static String words(BitSet cpus) {
        String numbers = cpus.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
        return (cpus.cardinality() == 1 ? "core " : "cores ") + numbers;
    }

    /** Starts a process that runs, with all that it starts, on the servers' processors. */
    public Process start(ProcessBuilder builder) throws IOException {
        if (reason != null) return builder.start();
        // A child has the processors of the thread that starts it.
        int _ = affinity.sched_setaffinity(Affinity.SELF, server);
        try {
            return builder.start();
        } finally {
            int _ = affinity.sched_setaffinity(Affinity.SELF, own);
        }
    }

    /** Threads that end meanwhile, or are new and have their starter's processors, are no loss. */
    private void moveThreads(BitSet cpus) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                int tid = Integer.parseInt(String.valueOf(task.getFileName()));
                int _ = affinity.sched_setaffinity(tid, cpus);
            }
        } catch (IOException noProc) {
            int _ = affinity.sched_setaffinity(Affinity.SELF, cpus);
        }
    }

    /** This process has all its processors again. */
    @Override
    public void close() {
        if (reason == null) moveThreads(all);
    }
}
