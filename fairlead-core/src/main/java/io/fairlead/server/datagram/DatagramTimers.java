package io.fairlead.server.datagram;

import io.fairlead.server.site.Site;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timers of all peers of one loop, on a thread that begins with the first of them. Safe for any
 * thread.
 */
final class DatagramTimers implements AutoCloseable {
    private static final PeerTimer NONE = () -> {};

    private final Site site;
    // Guarded by this.
    private @Nullable ScheduledThreadPoolExecutor executor;
    private boolean closed;

    DatagramTimers(Site site) {
        this.site = site;
    }

    /** Has {@code task} run after {@code delay}, and then each {@code period}, if there is one. */
    synchronized PeerTimer schedule(Runnable task, Duration delay, @Nullable Duration period) {
        if (closed) return NONE;
        if (executor == null) {
            String name = "fairlead timer " + site.endpoint;
            executor =
                    new ScheduledThreadPoolExecutor(
                            1, Thread.ofPlatform().daemon().name(name).factory());
            executor.setRemoveOnCancelPolicy(true);
        }
        long delayNs = delay.toNanos();
        Future<?> future =
                period == null
                        ? executor.schedule(task, delayNs, TimeUnit.NANOSECONDS)
                        : executor.scheduleAtFixedRate(
                                task, delayNs, period.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (executor != null) executor.shutdownNow();
    }
}
