package io.fairlead.services;

/**
 * How many datagrams are answered per second. Further ones are dropped and counted. After a quiet
 * second, a burst of that many is answered at once.
 *
 * @param perSource per IPv4 address or IPv6 network of 64 bits, whatever the port; 0 means no limit
 * @param total for all sources together; 0 means no limit
 */
public record ReplyRates(int perSource, int total) {
    /** The highest rate: one datagram a nanosecond. */
    public static final int RATE_MAX = 1_000_000_000;

    /** 1,000 for each source and 50,000 in all: plenty for users, too few for an attack. */
    public static final ReplyRates DEFAULT = new ReplyRates(1_000, 50_000);

    /**
     * No limits. For benchmarks, which on one machine have a single source address; not for a port
     * that strangers can reach.
     */
    public static final ReplyRates UNLIMITED = new ReplyRates(0, 0);

    /** Checks that both are rates. */
    public ReplyRates {
        check("perSource", perSource);
        check("total", total);
    }

    private static void check(String name, int rate) {
        if (rate < 0 || rate > RATE_MAX) {
            throw new IllegalArgumentException(
                    name + " is not from 0 to " + RATE_MAX + ": " + rate);
        }
    }
}
