package io.fairlead.server.watch;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Logs failures, a line each: the first of a kind with its stack. Peers may make a service fail as
 * often as they like, so more than some in a second are counted, and the count is told.
 *
 * <p>Never throws: who reports a failure goes on. Safe for any thread.
 */
public final class FailureLog {
    /** For what belongs to no connection. */
    public static final FailureLog SHARED = new FailureLog();

    static final int LINES_A_SECOND_MAX = 10;
    private static final int KINDS_MAX = 100;
    private static final long SECOND_NS = 1_000_000_000;

    private final Consumer<String> out;
    private final Executor later;
    // Guarded by this object.
    private final Set<String> kinds = new HashSet<>();
    private long secondBeganNs = System.nanoTime() - SECOND_NS;
    private int lines;
    private long untold;
    private String last = "";

    public FailureLog() {
        this(System.Logger.Level.ERROR);
    }

    /** A log of lines of a level. */
    public FailureLog(System.Logger.Level level) {
        this(
                line -> System.getLogger("io.fairlead").log(level, line),
                CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    /**
     * @param out gets the lines
     * @param later runs what it is given after a second
     */
    public FailureLog(Consumer<String> out, Executor later) {
        this.out = out;
        this.later = later;
    }

    /** Logs that {@code what} has failed. */
    public void log(String what, Throwable failure) {
        try {
            String line = what + ": " + FailureText.line(failure);
            boolean first = isFirst(failure);
            if (!first && !hasRoom(line)) return;
            out.accept(first ? line + FailureText.stack(failure) : line);
        } catch (Throwable e) {
            // a logger that fails: there is nobody left to tell
        }
    }

    /** Logs what others, and not this program, have caused: a line, without a stack. */
    public void log(String line) {
        try {
            if (hasRoom(line)) out.accept(line);
        } catch (Throwable e) {
            // as above
        }
    }

    private synchronized boolean isFirst(Throwable failure) {
        return kinds.size() < KINDS_MAX && kinds.add(FailureText.kind(failure));
    }

    private synchronized boolean hasRoom(String line) {
        long nowNs = System.nanoTime();
        if (nowNs - secondBeganNs >= SECOND_NS) {
            secondBeganNs = nowNs;
            lines = 0;
        }
        if (lines++ < LINES_A_SECOND_MAX) return true;
        last = line;
        if (untold++ == 0) later.execute(this::tellCount);
        return false;
    }

    private void tellCount() {
        long count;
        String example;
        synchronized (this) {
            count = untold;
            example = last;
            untold = 0;
        }
        out.accept(count + " more failures, the last of them: " + example);
    }
}
