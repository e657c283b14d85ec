package io.fairlead.session;

import io.fairlead.service.Limits;

/**
 * Whether a peer sends and takes as much as {@link Limits#bytesPerSecondMin} asks for. Only the
 * time in which it is waited for counts: what a service does with its own is not the peer's fault.
 *
 * <p>Safe for any thread.
 */
final class PeerRate {
    private static final long NEVER = Long.MAX_VALUE;
    private static final double NS_PER_S = 1e9;

    private final int leastPerSecond;
    private final long windowNs;
    // Guarded by this.
    private long fromNs;
    private long bytes; // since then
    private long excusedNs;
    private long excusedSinceNs = NEVER;

    PeerRate(Limits limits) {
        leastPerSecond = limits.bytesPerSecondMin();
        windowNs = limits.frameTimeout().toNanos();
    }

    /** Counts from now on. */
    synchronized void begin(long nowNs) {
        fromNs = nowNs;
        bytes = 0;
        excusedNs = 0;
    }

    /** So many bytes went, in either direction. */
    synchronized void moved(int count) {
        bytes += count;
    }

    /** From now on the peer is waited for, or not. */
    synchronized void expects(boolean waits, long nowNs) {
        boolean waited = excusedSinceNs == NEVER;
        if (waits == waited) return;
        if (waits) excusedNs += nowNs - excusedSinceNs;
        excusedSinceNs = waits ? NEVER : nowNs;
    }

    /** When to ask {@link #isTooSlow} again; never while the peer is not waited for. */
    synchronized long endNs() {
        return excusedSinceNs == NEVER ? fromNs + excusedNs + windowNs : NEVER;
    }

    /** Looks back at the end of a window, and begins the next. */
    synchronized boolean isTooSlow(long nowNs) {
        if (nowNs < endNs()) return false;
        double least = leastPerSecond * ((nowNs - fromNs - excusedNs) / NS_PER_S);
        boolean slow = bytes < least;
        begin(nowNs);
        return slow;
    }
}
