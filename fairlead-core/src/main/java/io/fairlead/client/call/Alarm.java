package io.fairlead.client.call;

import io.fairlead.client.Client;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a task at the nearest of the times it was told. Guarded by its owner. */
final class Alarm {
    private final Client client;
    private final Runnable task;
    private @Nullable PeerTimer timer;
    private long dueNs;

    Alarm(Client client, Runnable task) {
        this.client = client;
        this.task = task;
    }

    /** Has the task run at {@code ns} on the client's clock, or before. */
    void atLatest(long ns) {
        if (timer != null && dueNs - ns <= 0) return;
        cancel();
        dueNs = ns;
        long waitNs = Math.max(0, ns - client.nanoTime());
        timer = client.after(Duration.ofNanos(waitNs), task);
    }

    /** Rings no more until it is told another time. */
    void cancel() {
        if (timer != null) timer.cancel();
        timer = null;
    }
}
