package io.fairlead.chat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Checks now and then that the one thread of a chat makes progress. Reports a command that blocks
 * it for a second, with its stack, because no client gets an answer in that time.
 *
 * <p>Counts looks, not time: after a stop of the whole process (SIGSTOP) nothing is late. One
 * daemon thread, which ends soon after {@link #close}; {@link #begin} and {@link #end} are for the
 * thread that is watched.
 */
final class CommandWatch implements AutoCloseable {
    /** How long one command may take before it is reported. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final int LOOKS_MAX = 5;
    private static final long LOOK_NS = LIMIT.toNanos() / LOOKS_MAX;

    private final Thread watched;
    private final Reporter reporter;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("fairlead chat watch").unstarted(this::watch);
    private volatile long begun; // odd while a command runs
    private volatile boolean closed;

    /** Learns of a command that takes long. */
    @FunctionalInterface
    interface Reporter {
        /**
         * A command holds the thread.
         *
         * @param forAtLeast how long it has
         * @param stack where it is now
         */
        void onStall(Duration forAtLeast, List<StackTraceElement> stack);
    }

    CommandWatch(Thread watched, Reporter reporter) {
        this.watched = watched;
        this.reporter = reporter;
        thread.start();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void begin() {
        begun++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void end() {
        begun++;
    }

    private void watch() {
        long seen = 0;
        int looks = 0;
        while (!closed) {
            LockSupport.parkNanos(LOOK_NS);
            long now = begun;
            looks = now == seen && now % 2 == 1 ? looks + 1 : 0;
            seen = now;
            if (looks == LOOKS_MAX) reporter.onStall(LIMIT, Arrays.asList(watched.getStackTrace()));
        }
    }

    /** A stack as a log shows it. */
    static String lines(List<StackTraceElement> stack) {
        return stack.stream().map(frame -> "\n    at " + frame).collect(Collectors.joining());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
