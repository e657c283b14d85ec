package io.fairlead.server;

import io.fairlead.service.Limits;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deadlines of connections whose own threads are blocked in a read or a write.
 *
 * <p>A connection is looked at when its deadline may have come, and at least once in the shortest
 * of the timeouts, so that a read or write need not tell the timer anything: a deadline that begins
 * after one look is never over before the next. Safe for any thread.
 */
final class Timer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;
    private final LongSupplier clockNs;
    private final long lookAgainNs;

    Timer(Site site) {
        clockNs = site.terms.clockNs();
        lookAgainNs = lookAgainNs(site.limits());
        String name = "fairlead timer " + site.endpoint;
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    /** The shortest of the timeouts that begin unannounced. */
    static long lookAgainNs(Limits limits) {
        return Stream.of(
                        limits.idleTimeout(),
                        limits.frameTimeout(),
                        limits.writeTimeout(),
                        limits.halfClosedTimeout())
                .min(Duration::compareTo)
                .orElseThrow()
                .toNanos();
    }

    /** Watches {@code driver} until the watch is closed. */
    Watch watch(Driver driver) {
        Watch watch = new Watch(driver);
        watch.lookAgain();
        return watch;
    }

    /** Ends all watches. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** One connection's place in the timer. */
    final class Watch implements AutoCloseable {
        private final Driver driver;
        // Guarded by this watch's monitor.
        private @Nullable Future<?> next;
        private boolean closed;

        private Watch(Driver driver) {
            this.driver = driver;
        }

        private void look() {
            if (driver.deadlineNs() <= clockNs.getAsLong()) driver.expire();
            lookAgain();
        }

        /** Sees to it that the deadline there is now is not missed. */
        synchronized void lookAgain() {
            if (closed || executor.isShutdown()) return;
            if (next != null) next.cancel(false);
            long waitNs = Math.min(driver.deadlineNs() - clockNs.getAsLong(), lookAgainNs);
            waitNs = Math.max(waitNs, TimeUnit.MILLISECONDS.toNanos(1));
            next = executor.schedule(this::look, waitNs, TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (next != null) next.cancel(false);
        }
    }
}
