package io.fairlead.chat.history;

import io.fairlead.chat.room.Said;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history on its own thread, and continues without it when it fails. Messages that cannot
 * be written wait, up to a limit, and are written when it works again.
 *
 * <pre>
 *   WRITING ──append fails, or takes longer than patience──▶ FAILING ──append works──▶ WRITING
 * </pre>
 *
 * <p>{@link #record} is for one thread; the rest is safe for any.
 */
public final class Ledger implements AutoCloseable {
    /** Messages that wait for a history that fails; the oldest are given up first. */
    public static final int BACKLOG_MAX = 10_000;

    private static final int BATCH_MAX = 1_000;
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    private final History history;
    private final Duration patience;
    private final Listener listener;
    private final Thread thread =
            Thread.ofPlatform().name("fairlead chat history").unstarted(this::run);

    // guarded by this
    private final ArrayDeque<Said> backlog = new ArrayDeque<>();
    private long added;
    private long done;
    private long lost;
    private boolean failing;
    private boolean closed;

    /** Learns how it goes. Called by the ledger's thread, or that of {@link #record}. */
    public interface Listener {
        /** From now on messages may be lost. */
        void onFailing(String why);

        /**
         * Messages are kept again.
         *
         * @param lost how many are not
         */
        void onRecovered(long lost);
    }

    /**
     * A ledger of {@code history}, which it closes in the end.
     *
     * @param patience how long {@link #record} waits before the history counts as failing
     */
    public Ledger(History history, Duration patience, Listener listener) {
        this.history = history;
        this.patience = patience;
        this.listener = listener;
        thread.start();
    }

    /**
     * Keeps messages: returns when they survive the end of the process, or at once while the
     * history fails.
     *
     * @return true if they are kept
     */
    public boolean record(List<Said> messages) {
        synchronized (this) {
            for (Said said : messages) add(said);
            notifyAll();
            if (failing) return false;
            if (awaitWritten(added)) return true;
            if (failing) return false;
            failing = true;
        }
        listener.onFailing("it takes longer than " + patience.toMillis() + " ms");
        return false;
    }

    private void add(Said said) {
        if (backlog.size() == BACKLOG_MAX) {
            backlog.removeFirst();
            lost++;
            done++;
        }
        backlog.addLast(said);
        added++;
    }

    /** True once as many are written; false if that fails or takes too long. */
    private boolean awaitWritten(long count) {
        long untilNs = System.nanoTime() + patience.toNanos();
        while (done < count && !failing) {
            long leftNs = untilNs - System.nanoTime();
            if (leftNs <= 0 || !waitFor(leftNs)) return false;
        }
        return done >= count && !failing;
    }

    @SuppressWarnings("WaitNotInLoop") // each caller loops
    private boolean waitFor(long ns) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, ns);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // ---- the thread ----

    private void run() {
        while (true) {
            List<Said> batch = nextBatch();
            if (batch.isEmpty()) break;
            String error = append(batch);
            if (error == null) written(batch.getLast().id());
            else failed(error);
        }
        history.close();
    }

    /** Waits for messages; empty in the end. */
    private synchronized List<Said> nextBatch() {
        while (backlog.isEmpty() && !closed) {
            if (!waitFor(RETRY_NS)) return List.of();
        }
        return backlog.stream().limit(BATCH_MAX).toList();
    }

    private @Nullable String append(List<Said> batch) {
        try {
            history.append(batch);
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (Throwable e) { // a driver's fault, of any kind, must not end this thread
            return String.valueOf(e);
        }
    }

    private void written(long lastId) {
        long missing;
        synchronized (this) {
            while (!backlog.isEmpty() && backlog.getFirst().id() <= lastId) {
                backlog.removeFirst();
                done++;
            }
            if (failing && !backlog.isEmpty()) return;
            boolean recovered = failing;
            failing = false;
            missing = lost;
            if (recovered) lost = 0;
            notifyAll();
            if (!recovered) return;
        }
        listener.onRecovered(missing);
    }

    private void failed(String why) {
        boolean first;
        synchronized (this) {
            first = !failing;
            failing = true;
            notifyAll();
        }
        if (first) listener.onFailing(why);
        synchronized (this) {
            // Not all who fail at the same time should come back at the same time.
            long untilNs =
                    System.nanoTime() + RETRY_NS + ThreadLocalRandom.current().nextLong(RETRY_NS);
            while (!closed && untilNs - System.nanoTime() > 0) {
                if (!waitFor(untilNs - System.nanoTime())) return;
            }
            if (closed) backlog.clear();
        }
    }

    /** Writes what waits, if that works, and closes the history. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
