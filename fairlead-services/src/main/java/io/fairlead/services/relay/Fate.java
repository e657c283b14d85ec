package io.fairlead.services.relay;

import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.util.function.BiConsumer;

/** Ends a connection on request, after a time or so many bytes. Belongs to its loop. */
final class Fate {
    private final Faults faults;
    private final BiConsumer<Boolean, String> end;
    private long bytes;
    private boolean over;

    /**
     * @param end is called once: true for a reset, and the reason in words
     */
    Fate(Faults faults, BiConsumer<Boolean, String> end) {
        this.faults = faults;
        this.end = end;
    }

    /** The target has taken the connection. */
    void begin(Peer client) {
        at(client, faults.cut(), false);
        at(client, faults.reset(), true);
    }

    private void at(Peer client, Faults.After after, boolean reset) {
        if (!after.time().isPositive()) return;
        PeerTimer _ = client.after(after.time(), () -> end(reset, "its time was over"));
    }

    /** How many of {@code size} bytes may pass. */
    int allowed(int size) {
        if (over) return 0;
        return (int) Math.min(size, Math.min(left(faults.cut()), left(faults.reset())));
    }

    private long left(Faults.After after) {
        return after.bytes() == 0 ? Long.MAX_VALUE : after.bytes() - bytes;
    }

    /** So many have passed. */
    void passed(int count) {
        bytes += count;
        if (left(faults.reset()) <= 0) end(true, "after " + bytes + " bytes");
        if (left(faults.cut()) <= 0) end(false, "after " + bytes + " bytes");
    }

    private void end(boolean reset, String why) {
        if (over) return;
        over = true;
        end.accept(reset, (reset ? "reset on request: " : "cut on request: ") + why);
    }
}
