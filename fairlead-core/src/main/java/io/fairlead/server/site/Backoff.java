package io.fairlead.server.site;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long to wait after a failed accept: 5 ms, doubling to 1 s. A loop that tries at once spins:
 * out of descriptors, accept fails for as long as the connection stays in the queue.
 */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LAST = Duration.ofSeconds(1);

    /** News comes at most that often: at the limit, one descriptor comes and goes all the time. */
    private static final long QUIET_NS = 1_000_000_000;

    private long failures;
    private boolean told;
    private final LongSupplier clockNs;
    private long toldNs;
    private Duration next = FIRST;

    /**
     * @param clockNs as {@link System#nanoTime}
     */
    public Backoff(LongSupplier clockNs) {
        this.clockNs = clockNs;
        toldNs = clockNs.getAsLong() - QUIET_NS;
    }

    /** Counts a failure; returns how long to wait. */
    public Duration failed() {
        if (failures++ == 0) noteNews();
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LAST) < 0 ? next.multipliedBy(2) : LAST;
        return wait;
    }

    private void noteNews() {
        long nowNs = clockNs.getAsLong();
        told = nowNs - toldNs >= QUIET_NS;
        if (told) toldNs = nowNs;
    }

    /** True if the failure just counted should be reported: the first of a row, now and then. */
    public boolean isNews() {
        return failures == 1 && told;
    }

    /**
     * A success: the next row starts with a short wait again.
     *
     * @return failures in the row that has ended, if they were reported; otherwise 0
     */
    public long succeeded() {
        long ended = told ? failures : 0;
        failures = 0;
        next = FIRST;
        return ended;
    }
}
