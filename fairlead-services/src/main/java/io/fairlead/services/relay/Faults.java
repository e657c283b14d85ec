package io.fairlead.services.relay;

import java.time.Duration;

/**
 * How a relay misbehaves, on request and from a seed: the same seed does the same to the same
 * connection. Immutable.
 *
 * @param seed of all that is random
 * @param latency of all that passes
 * @param rates of both directions
 * @param slice bytes that are sent at a time; connections only
 * @param stall a time in which nothing passes; connections only
 * @param endings when a connection ends, in one direction or both; connections only
 * @param shares of what is refused, corrupted, dropped, duplicated and reordered
 */
public record Faults(
        long seed,
        Latency latency,
        Rates rates,
        Slice slice,
        Stall stall,
        Endings endings,
        Shares shares) {
    /** Nothing is touched. */
    public static final Faults NONE =
            new Faults(
                    0,
                    new Latency(Duration.ZERO, Duration.ZERO),
                    new Rates(0, 0),
                    new Slice(0, 0),
                    new Stall(Duration.ZERO, After.NEVER),
                    new Endings(After.NEVER, After.NEVER, After.NEVER),
                    new Shares(0, 0, 0, 0, 0));

    /**
     * A delay of all that passes, in each direction. The order is kept.
     *
     * @param time {@link Duration#ZERO} for none
     * @param jitter the most by which it is shorter or longer
     */
    public record Latency(Duration time, Duration jitter) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if one is negative, or the jitter longer than the time
         */
        public Latency {
            if (time.isNegative() || jitter.isNegative() || jitter.compareTo(time) > 0) {
                throw new IllegalArgumentException(
                        "a latency must not be below 0, and its jitter not above the latency");
            }
        }
    }

    /**
     * The most that passes, in bytes a second; 0 for no limit.
     *
     * @param toTarget from the client to the target
     * @param toClient from the target to the client
     */
    public record Rates(long toTarget, long toClient) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if one is negative
         */
        public Rates {
            if (toTarget < 0 || toClient < 0) {
                throw new IllegalArgumentException("a rate must be above 0");
            }
        }

        boolean areLimited() {
            return toTarget > 0 || toClient > 0;
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
     * A time in which nothing passes, in either direction; once for each connection.
     *
     * @param time {@link Duration#ZERO} for none
     * @param after when it begins
     */
    public record Stall(Duration time, After after) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if the time is negative, or the stall never begins
         */
        public Stall {
            if (time.isNegative() || (time.isPositive() && after.equals(After.NEVER))) {
                throw new IllegalArgumentException("a stall has a time above 0 and a beginning");
            }
        }
    }

    /**
     * When a connection ends.
     *
     * @param halfClose the target reads an end, though the client has not ended its direction; what
     *     the client sends after that is dropped. Bytes are those from the client only
     * @param cut closes both ends in order
     * @param reset resets both ends
     */
    public record Endings(After halfClose, After cut, After reset) {}

    /**
     * Shares, from 0 to 1. Those of datagrams change nothing for connections.
     *
     * @param refuse of the connections, which are reset before a target is asked
     * @param corrupt of the bytes, in each of which one bit is flipped
     * @param drop of the datagrams, which are lost
     * @param duplicate of the datagrams, which arrive twice
     * @param reorder of the datagrams, which arrive after the one that follows
     */
    public record Shares(
            double refuse, double corrupt, double drop, double duplicate, double reorder) {
        /**
         * Checks them.
         *
         * @throws IllegalArgumentException if one is none
         */
        public Shares {
            for (double share : new double[] {refuse, corrupt, drop, duplicate, reorder}) {
                if (!(share >= 0 && share <= 1)) {
                    throw new IllegalArgumentException("a share must be from 0 to 1");
                }
            }
        }
    }

    /**
     * When something happens: after a time or after so many bytes, counted in both directions
     * together. They count from the moment the target has taken the connection or, if that is
     * later, from the last change of the faults.
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

    /** True if nothing is done, whatever the seed is. */
    boolean areNone() {
        return withSeed(NONE.seed).equals(NONE);
    }

    /** These faults from another seed. */
    public Faults withSeed(long other) {
        return new Faults(other, latency, rates, slice, stall, endings, shares);
    }

    /** These faults with another latency. */
    public Faults withLatency(Duration time, Duration jitter) {
        Latency other = new Latency(time, jitter);
        return new Faults(seed, other, rates, slice, stall, endings, shares);
    }

    /** These faults with another rate in each direction, in bytes a second; 0 for no limit. */
    public Faults withRate(long bytesPerSecond) {
        return withRates(new Rates(bytesPerSecond, bytesPerSecond));
    }

    /** These faults with other rates. */
    public Faults withRates(Rates other) {
        return new Faults(seed, latency, other, slice, stall, endings, shares);
    }

    /** These faults with other slices. */
    public Faults withSlice(int min, int max) {
        return new Faults(seed, latency, rates, new Slice(min, max), stall, endings, shares);
    }

    /** These faults with a stall. */
    public Faults withStall(Duration time, After after) {
        return new Faults(seed, latency, rates, slice, new Stall(time, after), endings, shares);
    }

    /** These faults with other endings. */
    public Faults withEndings(Endings other) {
        return new Faults(seed, latency, rates, slice, stall, other, shares);
    }

    /** These faults with an end of the client's direction. */
    public Faults withHalfClose(After halfClose) {
        return withEndings(new Endings(halfClose, endings.cut, endings.reset));
    }

    /** These faults with an orderly end after a time or a number of bytes. */
    public Faults withCut(After cut) {
        return withEndings(new Endings(endings.halfClose, cut, endings.reset));
    }

    /** These faults with a reset after a time or a number of bytes. */
    public Faults withReset(After reset) {
        return withEndings(new Endings(endings.halfClose, endings.cut, reset));
    }

    /** These faults with other shares. */
    public Faults withShares(Shares other) {
        return new Faults(seed, latency, rates, slice, stall, endings, other);
    }

    /** These faults with another share of connections that are refused. */
    public Faults withRefuse(double refuse) {
        Shares s = shares;
        return withShares(new Shares(refuse, s.corrupt, s.drop, s.duplicate, s.reorder));
    }

    /** These faults with another share of bytes that are corrupted. */
    public Faults withCorrupt(double corrupt) {
        Shares s = shares;
        return withShares(new Shares(s.refuse, corrupt, s.drop, s.duplicate, s.reorder));
    }

    /** These faults with other shares of datagrams that are lost, doubled and overtaken. */
    public Faults withDatagrams(double drop, double duplicate, double reorder) {
        return withShares(new Shares(shares.refuse, shares.corrupt, drop, duplicate, reorder));
    }

    /** True if bytes of a connection are held back or cut into pieces. */
    boolean delays() {
        return latency.time().isPositive()
                || rates.areLimited()
                || slice.max() > 0
                || stall.time().isPositive();
    }

    /** True if something becomes of datagrams. */
    boolean touchDatagrams() {
        double sum = shares.corrupt + shares.drop + shares.duplicate + shares.reorder;
        return sum > 0 || latency.time().isPositive() || rates.areLimited();
    }
}
