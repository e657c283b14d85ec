package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the datagrams of one direction: some are lost, doubled, overtaken or corrupted,
 * and those that are left wait for a latency and a rate. Belongs to the turn of its peer.
 */
final class Mischief {
    private static final long SECOND_NS = 1_000_000_000L;

    /** What is held back beyond this is lost, as in a router (a "tail drop"). */
    private static final int HELD_BYTES_MAX = 256 * 1024;

    /** A datagram that none follows is not held back for ever. */
    private static final Duration OVERTAKEN_MAX = Duration.ofMillis(50);

    private final Peer timers;
    private final boolean toTarget;
    private final SplittableRandom random;
    private final Corruption corruption;
    private final Consumer<Frame> out;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Faults faults = Faults.NONE;
    private @Nullable Frame overtaken;
    private long heldBytes;
    private long lastDueNs = System.nanoTime();
    private long freeNs = lastDueNs;
    private boolean under; // a timer is
    private long dropped;
    private long duplicated;
    private long reordered;
    private long overflowed;

    private record Held(Frame frame, long dueNs) {}

    /**
     * @param timers whose timers are used
     * @param toTarget the direction
     * @param out takes what passes; not valid after the call
     */
    Mischief(Peer timers, boolean toTarget, SplittableRandom random, Consumer<Frame> out) {
        this.timers = timers;
        this.toTarget = toTarget;
        this.random = random;
        this.out = out;
        corruption = new Corruption(random.split(), 0);
    }

    /** From the next datagram on; what is held back keeps its latency. */
    void change(Faults other) {
        faults = other;
        corruption.change(other.shares().corrupt());
        freeNs = System.nanoTime();
    }

    void pass(Frame received) {
        Faults.Shares shares = faults.shares();
        if (happens(shares.drop())) {
            dropped++;
            return;
        }
        Frame frame = corruption.touch(received);
        if (overtaken == null && happens(shares.reorder())) {
            reordered++;
            overtaken = frame.copy();
            var _ = timers.after(OVERTAKEN_MAX, this::overtake);
            return;
        }
        queue(frame);
        if (happens(shares.duplicate())) {
            duplicated++;
            queue(frame);
        }
        overtake();
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    private void overtake() {
        Frame last = overtaken;
        if (last == null) return;
        overtaken = null;
        queue(last);
    }

    private void queue(Frame frame) {
        long nowNs = System.nanoTime();
        long dueNs = dueNs(nowNs);
        if (held.isEmpty() && dueNs - nowNs <= 0 && freeNs - nowNs <= 0) {
            send(frame, nowNs);
        } else if (heldBytes + frame.size() > HELD_BYTES_MAX) {
            overflowed++;
        } else {
            heldBytes += frame.size();
            held.add(new Held(frame.copy(), dueNs));
            run();
        }
    }

    private long dueNs(long nowNs) {
        long jitter = faults.latency().jitter().toNanos();
        long delay = faults.latency().time().toNanos();
        if (jitter > 0) delay += random.nextLong(-jitter, jitter + 1);
        long due = nowNs + delay;
        if (due - lastDueNs > 0) lastDueNs = due;
        return lastDueNs;
    }

    private void run() {
        while (!under && !held.isEmpty()) {
            long nowNs = System.nanoTime();
            long waitNs = Math.max(held.getFirst().dueNs() - nowNs, freeNs - nowNs);
            if (waitNs > 0) {
                under = true;
                var _ = timers.after(Duration.ofNanos(waitNs), this::goOn);
                return;
            }
            Frame frame = held.removeFirst().frame();
            heldBytes -= frame.size();
            send(frame, nowNs);
        }
    }

    private void goOn() {
        under = false;
        run();
    }

    private void send(Frame frame, long nowNs) {
        Faults.Rates rates = faults.rates();
        long rate = toTarget ? rates.toTarget() : rates.toClient();
        if (rate > 0) {
            long begunNs = freeNs - nowNs > 0 ? freeNs : nowNs;
            freeNs = begunNs + frame.size() * SECOND_NS / rate;
        }
        out.accept(frame);
    }

    /** Datagrams that are held back. */
    int held() {
        return held.size() + (overtaken == null ? 0 : 1);
    }

    /** Adds what was done, in words. */
    void describe(StringJoiner words) {
        String where = toTarget ? " to the target" : " to the client";
        add(words, dropped, "dropped on request" + where);
        add(words, duplicated, "duplicated on request" + where);
        add(words, reordered, "reordered on request" + where);
        add(words, overflowed, "over --rate" + where + " dropped");
        if (corruption.count() > 0) {
            words.add(corruption.count() + " bytes corrupted on request" + where);
        }
    }

    static void add(StringJoiner words, long count, String what) {
        if (count > 0) words.add(count + (count == 1 ? " datagram " : " datagrams ") + what);
    }
}
