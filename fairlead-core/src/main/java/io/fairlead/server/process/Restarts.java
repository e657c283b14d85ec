package io.fairlead.server.process;

import java.time.Duration;

/**
 * When a worker process that has ended is replaced: the first of a row at once, each further one
 * after a longer wait. Belongs to one thread.
 */
final class Restarts {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(5);

    private int failures;
    private long nextNs = System.nanoTime();

    /** Counts a worker that ended by itself; returns how long to wait before the next starts. */
    Duration failed() {
        failures++;
        Duration wait = Duration.ZERO;
        if (failures > 1) {
            long factor = 1L << Math.min(failures - 2, 10);
            Duration longer = FIRST.multipliedBy(factor);
            wait = longer.compareTo(LAST) < 0 ? longer : LAST;
        }
        nextNs = System.nanoTime() + wait.toNanos();
        return wait;
    }

    /** A worker has done what it is there for: the row is over. */
    void succeeded() {
        failures = 0;
    }

    /** Workers that have ended since the last that did something. */
    int failures() {
        return failures;
    }

    /** How long from now until a worker may be started. */
    long waitNs() {
        return Math.max(0, nextNs - System.nanoTime());
    }
}
