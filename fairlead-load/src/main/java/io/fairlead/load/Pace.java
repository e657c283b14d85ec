package io.fairlead.load;

import java.util.List;
import java.util.function.Consumer;

/**
 * When the messages of an open loop are due: at equal distances, to one lane after the other,
 * whatever the server does. For the thread of its loop.
 */
final class Pace {
    private final List<Lane> lanes;
    private final double intervalNs;
    private long beginNs;
    private long released;

    /**
     * @param rate messages a second, over these lanes; 0 for a closed loop
     */
    Pace(List<Lane> lanes, double rate) {
        this.lanes = lanes;
        intervalNs = rate > 0 ? 1e9 / rate : 0;
    }

    boolean isOpenLoop() {
        return intervalNs > 0;
    }

    void begin(long nowNs) {
        beginNs = nowNs;
    }

    private long dueNs(long index) {
        return beginNs + (long) (index * intervalNs);
    }

    /**
     * When a lane's message was, or will be, due.
     *
     * @param position of the lane, from 0 on
     * @param message its number among those of the lane
     */
    long dueNs(int position, long message) {
        return dueNs(message * lanes.size() + position);
    }

    /** How long it is until the next one is due; 0 when it is. */
    long untilDueNs(long nowNs) {
        return Math.max(0, dueNs(released) - nowNs);
    }

    /** Tells each lane that has a message due; {@code sender} lets it go. */
    void release(long nowNs, Consumer<Lane> sender) {
        while (dueNs(released) - nowNs <= 0) {
            Lane lane = lanes.get((int) (released % lanes.size()));
            lane.released++;
            released++;
            sender.accept(lane);
        }
    }
}
