package io.fairlead.server;

import java.time.Duration;

/**
 * How long to wait after a failed accept: 5 ms, doubling to 1 s. A loop that tries at once spins:
 * out of descriptors, accept fails for as long as the connection stays in the queue.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LAST = Duration.ofSeconds(1);

    private long failures;
    private Duration next = FIRST;

    /** Counts a failure; returns how long to wait. */
    Duration failed() {
        failures++;
        Duration wait = next;
        next = next.multipliedBy(2).compareTo(LAST) < 0 ? next.multipliedBy(2) : LAST;
        return wait;
    }

    /** Failures in this row. */
    long failures() {
        return failures;
    }

    /** A success: the next row starts with a short wait again. */
    void reset() {
        failures = 0;
        next = FIRST;
    }
}
