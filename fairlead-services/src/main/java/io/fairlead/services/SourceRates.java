package io.fairlead.services;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Says whether one more datagram of a source is within the rates.
 *
 * <p>Forged sources come by the million, so there is no entry for each: an address is hashed, with
 * a secret, into a table of fixed size. Two sources that meet there share a rate, and nobody can
 * aim for that. Safe for any thread.
 */
final class SourceRates {
    private static final int SLOT_BITS = 14;

    private final LongSupplier clockNs;
    private final long originNs;
    private final TokenBuckets perSource;
    private final TokenBuckets total;
    private final long secretFactor = ThreadLocalRandom.current().nextLong() | 1;

    SourceRates(ReplyRates rates, LongSupplier clockNs) {
        this.clockNs = clockNs;
        originNs = clockNs.getAsLong();
        perSource = new TokenBuckets(1 << SLOT_BITS, rates.perSource());
        total = new TokenBuckets(1, rates.total());
    }

    /** What became of one more datagram. */
    enum Outcome {
        TAKEN,
        SOURCE_SPENT,
        ALL_SPENT
    }

    Outcome take(InetAddress source) {
        long nowNs = clockNs.getAsLong() - originNs;
        if (!perSource.tryTake(slot(source), nowNs)) return Outcome.SOURCE_SPENT;
        return total.tryTake(0, nowNs) ? Outcome.TAKEN : Outcome.ALL_SPENT;
    }

    private int slot(InetAddress source) {
        return (int) ((network(source) * secretFactor) >>> (Long.SIZE - SLOT_BITS));
    }

    /** Who has one IPv6 address usually has the 2^64 of its network (RFC 4291 section 2.5.4). */
    private static long network(InetAddress source) {
        ByteBuffer address = ByteBuffer.wrap(source.getAddress());
        return source instanceof Inet6Address ? address.getLong() : address.getInt();
    }
}
