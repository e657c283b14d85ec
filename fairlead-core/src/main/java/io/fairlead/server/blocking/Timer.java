package io.fairlead.server.blocking;

import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.FailureLog;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the deadlines of connections whose own threads are blocked in a read or a write. Safe for
 * any thread.
 */
public final class Timer implements Deadlines, AutoCloseable {
    private static final long LATE_NS = 20_000_000;
    private static final long SPARED_NS = 200_000_000;

    private final ScheduledThreadPoolExecutor executor;
    private final LongSupplier clockNs;
    private final long lookAgainNs;

    public Timer(Site site) {
        clockNs = site.terms.clockNs();
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        String name = "fairlead timer " + site.endpoint;
        executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Watch watch(Driver driver) {
        Look watch = new Look(driver);
        watch.lookAgain();
        return watch;
    }

    @Override
    public LongSupplier clockNs() {
        return clockNs;
    }

    /** Ends all watches. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** One connection's place in the timer. */
    private final class Look implements Watch {
        private final Driver driver;
        // Guarded by this watch's monitor.
        private @Nullable Future<?> next;
        private boolean closed;
        private volatile long dueNs;
        private boolean spared; // one look at a time

        private Look(Driver driver) {
            this.driver = driver;
        }

        private void look() {
            driver.timersDue();
            long nowNs = clockNs.getAsLong();
            boolean due = driver.deadlineNs() <= nowNs;
            // After a stop of the process, its readers first take what has come meanwhile.
            spared = due && !spared && nowNs - dueNs > LATE_NS;
            if (due && !spared) expire();
            lookIn(spared ? SPARED_NS : waitNs());
        }

        private void expire() {
            try {
                driver.expire();
            } catch (RuntimeException | Error e) { // or this connection would have no more deadline
                FailureLog.SHARED.log("an end of a connection that was overdue failed", e);
            }
        }

        @Override
        public void lookAgain() {
            lookIn(waitNs());
        }

        private long waitNs() {
            long waitNs = Math.min(driver.deadlineNs() - clockNs.getAsLong(), lookAgainNs);
            return Math.max(waitNs, TimeUnit.MILLISECONDS.toNanos(1));
        }

        private synchronized void lookIn(long waitNs) {
            if (closed || executor.isShutdown()) return;
            if (next != null) next.cancel(false);
            dueNs = clockNs.getAsLong() + waitNs;
            next = executor.schedule(this::look, waitNs, TimeUnit.NANOSECONDS);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (next != null) next.cancel(false);
        }
    }
}
