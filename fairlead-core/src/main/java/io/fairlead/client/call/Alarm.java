package io.fairlead.client.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a task at the nearest of the times it was told. Guarded by its owner. */
final class Alarm {
    private final Runnable task;
    private @Nullable CompletableFuture<Void> timer;
    private long dueNs;

    Alarm(Runnable task) {
        this.task = task;
    }

    /** Has the task run at {@code ns} on {@link System#nanoTime}'s clock, or before. */
    void atLatest(long ns) {
        if (timer != null && dueNs - ns <= 0) return;
        cancel();
        dueNs = ns;
        long waitNs = Math.max(0, ns - System.nanoTime());
        CompletableFuture<Void> next = new CompletableFuture<>();
        CompletableFuture<Void> _ = next.thenRun(task);
        timer = next;
        next.completeOnTimeout(null, waitNs, TimeUnit.NANOSECONDS);
    }

    /** Rings no more until it is told another time. */
    void cancel() {
        if (timer != null) timer.cancel(false);
        timer = null;
    }
}
