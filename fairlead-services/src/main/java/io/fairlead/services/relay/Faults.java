package io.fairlead.services.relay;

import java.time.Duration;

/**
 * How a relay misbehaves, on request and from a seed: the same seed does the same to the same
 * connection. Immutable.
 *
 * @param seed of all that is random
 * @param latency added to all that passes, in each direction; 0 for none
 * @param jitter the most by which the latency is shorter or longer; order is kept
 * @param bytesPerSecond the most in each direction; 0 for no limit
 * @param slice the least and the most bytes that are sent at a time; (0, 0) leaves them whole
 * @param cut closes both ends in order
 * @param reset resets both ends
 * @param refuse the share of connections that are reset before a target is asked, from 0 to 1
 */
public record Faults(
        long seed,
        Duration latency,
        Duration jitter,
        long bytesPerSecond,
        Slice slice,
        After cut,
        After reset,
        double refuse) {
    /** Nothing is touched. */
    public static final Faults NONE =
            new Faults(
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    0,
                    new Slice(0, 0),
                    After.NEVER,
                    After.NEVER,
                    0);

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if one makes no sense; says which
     */
    public Faults {
        if (latency.isNegative() || jitter.isNegative() || jitter.compareTo(latency) > 0) {
            throw new IllegalArgumentException(
                    "a latency must not be below 0, and its jitter not above the latency");
        }
        if (bytesPerSecond < 0) throw new IllegalArgumentException("a rate must be above 0");
        if (!(refuse >= 0 && refuse <= 1)) {
            throw new IllegalArgumentException("a share must be from 0 to 1");
        }
    }

    /**
     * How many bytes are sent at a time.
     *
     * @param min at least
     * @param max at most; 0 for no limit
     */
    public record Slice(int min, int max) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if they are no range
         */
        public Slice {
            if (max != 0 && (min < 1 || min > max)) {
                throw new IllegalArgumentException(
                        "a slice goes from 1 byte or more to as many or more");
            }
        }
    }

    /**
     * When something happens: after a time or after so many bytes, counted in both directions
     * together from the moment the target has taken the connection.
     *
     * @param time {@link Duration#ZERO} if it depends on bytes, or never happens
     * @param bytes 0 if it depends on time, or never happens
     */
    public record After(Duration time, long bytes) {
        /** It does not happen. */
        public static final After NEVER = new After(Duration.ZERO, 0);

        /** After {@code time}. */
        public static After time(Duration time) {
            if (!time.isPositive()) throw new IllegalArgumentException("a time must be above 0");
            return new After(time, 0);
        }

        /** After {@code bytes} bytes. */
        public static After bytes(long bytes) {
            if (bytes < 1) throw new IllegalArgumentException("a count must be above 0");
            return new After(Duration.ZERO, bytes);
        }
    }

    /** These faults from another seed. */
    public Faults withSeed(long newSeed) {
        return new Faults(newSeed, latency, jitter, bytesPerSecond, slice, cut, reset, refuse);
    }

    /** These faults with another latency. */
    public Faults withLatency(Duration newLatency, Duration newJitter) {
        return new Faults(seed, newLatency, newJitter, bytesPerSecond, slice, cut, reset, refuse);
    }

    /** These faults with another rate. */
    public Faults withRate(long newBytesPerSecond) {
        return new Faults(seed, latency, jitter, newBytesPerSecond, slice, cut, reset, refuse);
    }

    /** These faults with other slices. */
    public Faults withSlice(int min, int max) {
        Slice newSlice = new Slice(min, max);
        return new Faults(seed, latency, jitter, bytesPerSecond, newSlice, cut, reset, refuse);
    }

    /** These faults with an orderly end after a time or a number of bytes. */
    public Faults withCut(After newCut) {
        return new Faults(seed, latency, jitter, bytesPerSecond, slice, newCut, reset, refuse);
    }

    /** These faults with a reset after a time or a number of bytes. */
    public Faults withReset(After newReset) {
        return new Faults(seed, latency, jitter, bytesPerSecond, slice, cut, newReset, refuse);
    }

    /** These faults with another share of connections that are refused. */
    public Faults withRefuse(double newRefuse) {
        return new Faults(seed, latency, jitter, bytesPerSecond, slice, cut, reset, newRefuse);
    }

    /** True if bytes are delayed or cut into pieces. */
    boolean delays() {
        return latency.isPositive() || bytesPerSecond > 0 || slice.max() > 0;
    }
}
