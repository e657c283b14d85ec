package io.fairlead.client.pool;

import io.fairlead.net.text.Durations;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a pool now and then, while there is something to look after: closes what is idle for
 * too long, connects again, tells of leaks. It works in a virtual thread.
 */
final class PoolKeeper {
    private static final System.Logger LOG = System.getLogger("io.fairlead.client.pool");
    private static final long PERIOD_NS_MIN = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long PERIOD_NS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final ConnectionPool pool;
    private final PoolState state;
    private final PoolBuilder terms;
    private final long periodNs;
    // Guarded by this.
    private @Nullable Future<?> next;
    private boolean stopped;

    PoolKeeper(ConnectionPool pool, PoolState state, PoolBuilder terms) {
        this.pool = pool;
        this.state = state;
        this.terms = terms;
        Duration shortest =
                terms.idleTimeout.compareTo(terms.lifetime) < 0
                        ? terms.idleTimeout
                        : terms.lifetime;
        Duration leakAfter = terms.leakAfter;
        if (leakAfter != null && leakAfter.compareTo(shortest) < 0) shortest = leakAfter;
        long quarterNs = TimeUnit.NANOSECONDS.convert(shortest) / 4;
        periodNs = Math.clamp(quarterNs, PERIOD_NS_MIN, PERIOD_NS_MAX);
    }

    /** The stack of this thread, for whom a connection that does not come back is named by. */
    Throwable borrower() {
        return new Throwable(
                "pool "
                        + terms.endpoint
                        + ": a connection is lent for longer than "
                        + Durations.text(terms.leakAfter == null ? Duration.ZERO : terms.leakAfter)
                        + "; it was borrowed here");
    }

    /** Looks in a while, unless it does so anyway. */
    synchronized void watch() {
        if (next != null || stopped || !state.isInUse()) return;
        next = terms.host.after(periodNs, this::look);
    }

    void look() {
        terms.threads.start("fairlead-pool", this::lookNow);
    }

    private void lookNow() {
        try {
            state.takeExpired().forEach(Connection::close);
            tellLeaks();
            pool.fill();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "not connected ahead of need: {0}", e.getMessage());
        } finally {
            synchronized (this) {
                next = null;
            }
            watch();
        }
    }

    private void tellLeaks() {
        Duration leakAfter = terms.leakAfter;
        if (leakAfter == null) return;
        for (LeasedConnection leak : state.takeLeaks(leakAfter)) {
            if (leak.borrower != null) terms.leaks.accept(leak.borrower);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) next.cancel(false);
        next = null;
    }
}
