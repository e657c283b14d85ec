package io.fairlead.cli.talk.local;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes text on in whole lines, so that one that arrives in pieces is shown in one piece. A line
 * that stays without end (a prompt) is passed on after a moment. Safe for any thread.
 */
final class WholeLines implements AutoCloseable {
    private static final long PATIENCE_MS = 100;
    private static final int CHARACTERS_MAX = 16 * 1024;

    private final Consumer<String> lines;
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("fairlead prompt").factory());
    private final StringBuilder waiting = new StringBuilder();
    private @Nullable ScheduledFuture<?> flush;

    WholeLines(Consumer<String> lines) {
        this.lines = lines;
    }

    synchronized void print(String text) {
        waiting.append(text);
        int end = waiting.lastIndexOf("\n") + 1;
        if (end > 0) {
            lines.accept(waiting.substring(0, end));
            waiting.delete(0, end);
        }
        if (waiting.length() > CHARACTERS_MAX) flush();
        if (flush != null) flush.cancel(false);
        if (!waiting.isEmpty()) {
            flush = timer.schedule(this::flush, PATIENCE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void flush() {
        if (!waiting.isEmpty()) lines.accept(waiting.toString());
        waiting.setLength(0);
    }

    @Override
    public synchronized void close() {
        flush();
        timer.shutdownNow();
    }
}
