package io.fairlead.chat;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket that goes into debt: a line that has come is served, and the next has to wait.
 *
 * <p>Knows no clock: time is handed in. For one thread at a time.
 */
public final class Throttle {
    private final long tokenNs;
    private final long burstNs;
    private long fullAgainNs;

    /**
     * A full bucket.
     *
     * @param burst tokens in a full bucket
     * @param perSecond tokens that grow
     * @param nowNs the time
     */
    public Throttle(int burst, int perSecond, long nowNs) {
        tokenNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
        burstNs = burst * tokenNs;
        fullAgainNs = nowNs;
    }

    /**
     * Takes a token.
     *
     * @return nanoseconds to wait before the next is taken; 0 for none
     */
    public long take(long nowNs) {
        fullAgainNs = Math.max(fullAgainNs - nowNs, 0) + nowNs + tokenNs;
        return Math.max(0, fullAgainNs - nowNs - burstNs + tokenNs);
    }
}
