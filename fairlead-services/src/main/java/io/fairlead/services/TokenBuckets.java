package io.fairlead.services;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Token buckets that hold a second's worth each, in one long each: the time at which the bucket
 * will be full again. A token taken puts that off by the time that a token takes to grow.
 *
 * <pre>
 *   full ◀── at most one second ──▶ empty
 *   fullAgain = now                 fullAgain = now + 1 s
 * </pre>
 *
 * <p>Safe for any thread, without locks.
 */
final class TokenBuckets {
    private static final long SECOND_NS = 1_000_000_000;

    private final AtomicLongArray fullAgainNs;
    private final long tokenNs;

    /**
     * @param count of buckets, all full at time 0
     * @param rate tokens a second; 0 is no limit
     */
    TokenBuckets(int count, int rate) {
        fullAgainNs = new AtomicLongArray(rate == 0 ? 0 : count);
        tokenNs = rate == 0 ? 0 : Math.ceilDiv(SECOND_NS, rate);
    }

    /** Takes a token, if the bucket has one. */
    boolean tryTake(int bucket, long nowNs) {
        while (tokenNs > 0) {
            long before = fullAgainNs.get(bucket);
            long after = Math.max(before, nowNs) + tokenNs;
            if (after - nowNs > SECOND_NS) return false;
            if (fullAgainNs.compareAndSet(bucket, before, after)) return true;
        }
        return true;
    }
}
