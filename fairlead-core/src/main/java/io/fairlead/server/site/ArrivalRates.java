package io.fairlead.server.site;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says whether a source connects too often: so many a second, and as many at once after a silence
 * (the generic cell rate algorithm, ITU-T I.371). Safe for any thread.
 *
 * <p>Has the same memory however many strangers come. Where they are more than it has places for,
 * the one that is nearest to its next connection is forgotten, in its favour: whoever has so many
 * addresses may connect as often anyway.
 */
final class ArrivalRates {
    static final int PLACES = 1 << 16;

    /** Places looked at for a source. */
    private static final int WAYS = 8;

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final long stepNs;
    private final LongSupplier clockNs;
    private final long originNs;
    private final long[] keys = new long[PLACES]; // guarded by this, as is dueNs

    /** When a source has paid for all its connections; at 0 a place is free. */
    private final long[] dueNs = new long[PLACES];

    /**
     * @param perSecond connections of one source
     */
    ArrivalRates(int perSecond, LongSupplier clockNs) {
        stepNs = Math.max(1, SECOND_NS / perSecond);
        this.clockNs = clockNs;
        originNs = clockNs.getAsLong() - 1;
    }

    /** Counts one more connection; false, and not counted, if it comes too soon. */
    synchronized boolean tryArrive(SourceNetwork source) {
        long nowNs = clockNs.getAsLong() - originNs;
        long key = mix(source.bits() ^ (source.isSix() ? Long.MIN_VALUE : 0));
        int place = place(key);
        long due = keys[place] == key ? Math.max(nowNs, dueNs[place]) : nowNs;
        if (due - nowNs > SECOND_NS - stepNs) return false;
        keys[place] = key;
        dueNs[place] = due + stepNs;
        return true;
    }

    /** That of the source, or the one among its own that is paid for first. */
    private int place(long key) {
        int first = (int) key & PLACES - 1 & -WAYS;
        int best = first;
        for (int i = first; i < first + WAYS; i++) {
            if (keys[i] == key) return i;
            if (dueNs[i] < dueNs[best]) best = i;
        }
        return best;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ mixed >>> 31;
    }
}
