package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what goes in one direction: for a latency, for a rate, and in slices that the kernel
 * takes one by one. Belongs to the loop of both peers.
 */
final class Delay {
    /** At most so much of a rate goes at once, as a share of a second: 10 ms. */
    private static final int PER_SECOND = 100;

    private static final long SECOND_NS = 1_000_000_000L;

    private final boolean toTarget;
    private final SplittableRandom random;
    private final Fate fate;
    private final Exit exit;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private Faults faults;
    private long bytes;
    private long lastDueNs;
    private long freeNs;
    private boolean under; // it goes on later
    private @Nullable PeerTimer timer; // does that

    /** A frame with no bytes is the sender's half-close. */
    private record Piece(Frame frame, long dueNs) {}

    /**
     * Where it goes to.
     *
     * @param peer whose timers are used
     * @param deliver takes a piece when it is its time
     * @param end is called when it is the half-close's time
     */
    record Exit(Peer peer, Consumer<Frame> deliver, Runnable end) {}

    /**
     * @param toTarget the direction
     * @param fate says when nothing passes
     */
    Delay(Faults faults, boolean toTarget, SplittableRandom random, Fate fate, Exit exit) {
        this.faults = faults;
        this.toTarget = toTarget;
        this.random = random;
        this.fate = fate;
        this.exit = exit;
        lastDueNs = nowNs();
        freeNs = lastDueNs;
    }

    private long nowNs() {
        return exit.peer().nanoTime();
    }

    /** What is held back keeps its latency; a new rate, and the end of a stall, hold at once. */
    void change(Faults newFaults) {
        faults = newFaults;
        freeNs = nowNs();
        if (timer == null) return;
        timer.cancel();
        goOn();
    }

    boolean isEmpty() {
        return pieces.isEmpty() && !under;
    }

    /** Bytes that are held back. */
    long bytes() {
        return bytes;
    }

    private long rate() {
        return toTarget ? faults.rates().toTarget() : faults.rates().toClient();
    }

    void add(Frame frame) {
        byte[] all = frame.bytes();
        for (int at = 0; at < all.length; ) {
            int size = Math.min(all.length - at, size());
            pieces.add(new Piece(Frame.of(Arrays.copyOfRange(all, at, at + size)), dueNs()));
            at += size;
        }
        bytes += all.length;
        run();
    }

    void end() {
        pieces.add(new Piece(Frame.of(new byte[0]), dueNs()));
        run();
    }

    private int size() {
        int size = Integer.MAX_VALUE;
        Faults.Slice slice = faults.slice();
        if (slice.max() > 0) size = random.nextInt(slice.min(), slice.max() + 1);
        long rate = rate();
        if (rate > 0) size = (int) Math.min(size, Math.max(1, rate / PER_SECOND));
        return size;
    }

    private long dueNs() {
        long jitter = faults.latency().jitter().toNanos();
        long delay = faults.latency().time().toNanos();
        if (jitter > 0) delay += random.nextLong(-jitter, jitter + 1);
        long due = nowNs() + delay;
        if (due - lastDueNs > 0) lastDueNs = due;
        return lastDueNs;
    }

    private void run() {
        while (!under && !pieces.isEmpty()) {
            long nowNs = nowNs();
            long waitNs = waitNs(pieces.getFirst(), nowNs);
            if (waitNs > 0) {
                under = true;
                timer = exit.peer().after(Duration.ofNanos(waitNs), this::goOn);
                return;
            }
            Frame frame = next();
            if (frame.size() == 0) {
                exit.end().run();
            } else {
                deliver(frame, nowNs);
            }
        }
    }

    private long waitNs(Piece piece, long nowNs) {
        long waitNs = Math.max(piece.dueNs() - nowNs, freeNs - nowNs);
        return Math.max(waitNs, fate.stalledUntilNs() - nowNs);
    }

    /** The first piece, or the part of it that passes before a stall. */
    private Frame next() {
        Piece piece = pieces.removeFirst();
        int size = piece.frame().size();
        int part = (int) Math.min(size, fate.untilStall());
        bytes -= part;
        if (part == size) return piece.frame();
        byte[] all = piece.frame().bytes();
        pieces.addFirst(new Piece(Frame.of(Arrays.copyOfRange(all, part, size)), piece.dueNs()));
        return Frame.of(Arrays.copyOf(all, part));
    }

    private void deliver(Frame frame, long nowNs) {
        long rate = rate();
        if (rate > 0) {
            long begunNs = freeNs - nowNs > 0 ? freeNs : nowNs;
            freeNs = begunNs + frame.size() * SECOND_NS / rate;
        }
        exit.deliver().accept(frame);
        if (faults.slice().max() == 0) return;
        under = true;
        exit.peer().whenSent(this::goOn);
    }

    private void goOn() {
        under = false;
        timer = null;
        run();
    }
}
