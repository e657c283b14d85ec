package io.fairlead.load;

import java.util.function.IntConsumer;

/**
 * When the messages of an open loop are due: at equal distances over all lanes of a run, to one
 * lane after the other, whatever the server does. Several threads share the lanes, and each has the
 * dues of its own: the messages of all together are as far apart as those of one thread would be.
 *
 * <pre>
 *   due       0   1   2   3   4   5   6   7     in steps of 1 / rate
 *   lane      0   1   2   3   0   1   2   3
 *   thread    a   b   a   b   a   b   a   b     which have the lanes 0, 2 and 1, 3
 * </pre>
 *
 * <p>For the thread of its loop.
 */
final class Pace {
    private final int[] places;
    private final int placesOfAll;
    private final double intervalNs;
    private long beginNs;
    private long released;

    /**
     * @param places of the lanes of this thread in a round of all, rising
     * @param placesOfAll in a round
     * @param rate messages a second, over all lanes; 0 for a closed loop
     */
    Pace(int[] places, int placesOfAll, double rate) {
        this.places = places;
        this.placesOfAll = placesOfAll;
        intervalNs = rate > 0 && places.length > 0 ? 1e9 / rate : 0;
    }

    boolean isOpenLoop() {
        return intervalNs > 0;
    }

    void begin(long nowNs) {
        beginNs = nowNs;
    }

    /**
     * When a lane's message was, or will be, due.
     *
     * @param position of the lane among those of this thread, from 0 on
     * @param message its number among those of the lane
     */
    long dueNs(int position, long message) {
        return beginNs + (long) ((message * placesOfAll + places[position]) * intervalNs);
    }

    private long nextDueNs() {
        return dueNs((int) (released % places.length), released / places.length);
    }

    /** How long it is until the next one is due; 0 when it is. */
    long untilDueNs(long nowNs) {
        return Math.max(0, nextDueNs() - nowNs);
    }

    /** Tells the position of each lane that has a message due, once for each message. */
    void release(long nowNs, IntConsumer due) {
        while (nextDueNs() - nowNs <= 0) {
            int position = (int) (released % places.length);
            released++;
            due.accept(position);
        }
    }
}
