package io.fairlead.client;

import java.time.Duration;

/**
 * When a client connects again: after a random time (full jitter), below a bound that begins at
 * {@code first} and doubles with each failure up to {@code max}, so that the clients of a server
 * that was restarted do not all come at once. The bound begins anew once a connection has lived for
 * longer than {@code max}. Immutable.
 *
 * @param first the first bound; positive
 * @param max the last; not below {@code first}
 */
public record Reconnect(Duration first, Duration max) {
    /** From 100 ms up to 30 s. */
    public static final Reconnect DEFAULT =
            new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(30));

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if they are not in this order, or not positive
     */
    public Reconnect {
        if (!first.isPositive() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a reconnect needs 0 < first <= max: " + first + ", " + max);
        }
    }

    /**
     * The bound of a wait, in nanoseconds.
     *
     * @param failures in a row before it
     */
    long boundNs(int failures) {
        long firstNs = first.toNanos();
        long boundNs = firstNs << Math.min(failures, Long.numberOfLeadingZeros(firstNs) - 1);
        return Math.min(boundNs, max.toNanos());
    }
}
