package io.fairlead.server.blocking;

import io.fairlead.server.host.Host;
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
    private static final long SPARED_NS = 5_000_000;
    private static final long SPARED_LATE_NS = 200_000_000;

    private final Later later;
    private final Runnable end;
    private final LongSupplier clockNs;
    private final long lookAgainNs;
    private volatile boolean ended;

    /** Has something run later. */
    private interface Later {
        Future<?> after(long delayNs, Runnable task);
    }

    /** With a thread of its own. */
    public Timer(Site site) {
        this(site, executor(site));
    }

    private Timer(Site site, ScheduledThreadPoolExecutor executor) {
        this(
                site,
                (delayNs, task) -> executor.schedule(task, delayNs, TimeUnit.NANOSECONDS),
                executor::shutdownNow);
    }

    /** On {@code host}, which has the thread, or none. */
    public Timer(Site site, Host host) {
        this(site, host::after, () -> {});
    }

    private Timer(Site site, Later later, Runnable end) {
        this.later = later;
        this.end = end;
        clockNs = site.terms.clockNs();
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
    }

    private static ScheduledThreadPoolExecutor executor(Site site) {
        String name = "fairlead timer " + site.endpoint;
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
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
        ended = true;
        end.run();
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
            boolean late = nowNs - dueNs > LATE_NS;
            spared = due && !spared;
            if (due && !spared) expire();
            lookIn(spared ? (late ? SPARED_LATE_NS : SPARED_NS) : waitNs());
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
            if (closed || ended) return;
            if (next != null) next.cancel(false);
            dueNs = clockNs.getAsLong() + waitNs;
            next = later.after(waitNs, this::look);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (next != null) next.cancel(false);
        }
    }
}
