package io.fairlead.services.relay;

import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Stalls and ends a connection on request, after a time or so many bytes, each once. Belongs to its
 * loop.
 */
final class Fate {
    private final Peer client;
    private final Events events;
    private final List<PeerTimer> timers = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private long bytes; // in both directions
    private long bytesToTarget;
    private long stalledUntilNs;
    private boolean counts; // something depends on bytes
    private boolean stallDone;
    private boolean halfCloseDone;
    private boolean over;

    /** What becomes of a connection. */
    interface Events {
        /** Nothing passes for a while. */
        void stalled(String words);

        /** The direction to the target ends here. */
        void halfClosed(String words);

        /** Both ends end, in order or with a reset. */
        void ended(boolean reset, String words);
    }

    /**
     * @param client whose timers are used
     */
    Fate(Peer client, Events events) {
        this.client = client;
        stalledUntilNs = client.nanoTime();
        this.events = events;
    }

    /** The target has taken the connection, or the faults have changed: counting begins. */
    void begin(Faults newFaults) {
        faults = newFaults;
        counts = counts(faults);
        bytes = 0;
        bytesToTarget = 0;
        stallDone = false;
        stalledUntilNs = client.nanoTime();
        timers.forEach(PeerTimer::cancel);
        timers.clear();
        at(faults.stall().after(), this::stall);
        at(faults.endings().halfClose(), this::halfClose);
        at(faults.endings().cut(), why -> end(false, why));
        at(faults.endings().reset(), why -> end(true, why));
    }

    private static boolean counts(Faults faults) {
        Faults.Endings endings = faults.endings();
        long sum = faults.stall().after().bytes() | endings.halfClose().bytes();
        return (sum | endings.cut().bytes() | endings.reset().bytes()) > 0;
    }

    private interface Event {
        void happen(String why);
    }

    private void at(Faults.After after, Event event) {
        if (!after.time().isPositive()) return;
        timers.add(client.after(after.time(), () -> event.happen("its time was over")));
    }

    /** Until when nothing passes, on the clock of {@link Peer#nanoTime}. */
    long stalledUntilNs() {
        return stalledUntilNs;
    }

    /** How many bytes may pass before a stall, at least 1. */
    long untilStall() {
        long at = faults.stall().after().bytes();
        return at == 0 || stallDone ? Long.MAX_VALUE : Math.max(1, at - bytes);
    }

    /** How many of {@code size} bytes may pass. */
    int allowed(boolean toTarget, int size) {
        if (over) return 0;
        if (!counts) return size;
        long left = Math.min(left(faults.endings().cut()), left(faults.endings().reset()));
        if (toTarget) left = Math.min(left, leftToTarget());
        return (int) Math.min(size, left);
    }

    private long left(Faults.After after) {
        return after.bytes() == 0 ? Long.MAX_VALUE : after.bytes() - bytes;
    }

    private long leftToTarget() {
        long at = faults.endings().halfClose().bytes();
        return at == 0 ? Long.MAX_VALUE : at - bytesToTarget;
    }

    /** So many have passed. */
    void passed(boolean toTarget, int count) {
        if (!counts) return;
        bytes += count;
        if (toTarget) bytesToTarget += count;
        if (left(faults.stall().after()) <= 0) stall(afterBytes());
        if (left(faults.endings().reset()) <= 0) end(true, afterBytes());
        if (left(faults.endings().cut()) <= 0) end(false, afterBytes());
        if (leftToTarget() <= 0) halfClose("after " + bytesToTarget + " bytes to the target");
    }

    private String afterBytes() {
        return "after " + bytes + " bytes";
    }

    private void stall(String why) {
        if (stallDone || over) return;
        stallDone = true;
        Duration time = faults.stall().time();
        stalledUntilNs = client.nanoTime() + time.toNanos();
        events.stalled("stalled on request: for " + time.toMillis() + " ms, " + why);
    }

    private void halfClose(String why) {
        if (halfCloseDone || over) return;
        halfCloseDone = true;
        events.halfClosed("half-closed on request: " + why);
    }

    private void end(boolean reset, String why) {
        if (over) return;
        over = true;
        events.ended(reset, (reset ? "reset on request: " : "cut on request: ") + why);
    }
}
