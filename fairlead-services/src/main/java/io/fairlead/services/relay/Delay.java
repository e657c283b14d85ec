package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Holds back what goes in one direction: for a latency, for a rate, and in slices that the kernel
 * takes one by one. Belongs to the loop of both peers.
 */
final class Delay {
    /** At most so much of a rate goes at once, as a share of a second: 10 ms. */
    private static final int PER_SECOND = 100;

    private static final long SECOND_NS = 1_000_000_000L;

    private final Faults faults;
    private final SplittableRandom random;
    private final Peer to;
    private final Consumer<Frame> deliver;
    private final Runnable deliverEnd;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private long bytes;
    private long lastDueNs = System.nanoTime();
    private long freeNs = lastDueNs;
    private boolean under;

    /** A frame with no bytes is the sender's half-close. */
    private record Piece(Frame frame, long dueNs) {}

    /**
     * @param to whom it goes to; its timers are used
     * @param deliver takes a piece when it is its time
     * @param deliverEnd is called when it is the half-close's time
     */
    Delay(
            Faults faults,
            SplittableRandom random,
            Peer to,
            Consumer<Frame> deliver,
            Runnable deliverEnd) {
        this.faults = faults;
        this.random = random;
        this.to = to;
        this.deliver = deliver;
        this.deliverEnd = deliverEnd;
    }

    /** Bytes that are held back. */
    long bytes() {
        return bytes;
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
        long rate = faults.bytesPerSecond();
        if (rate > 0) size = (int) Math.min(size, Math.max(1, rate / PER_SECOND));
        return size;
    }

    private long dueNs() {
        long jitter = faults.jitter().toNanos();
        long delay = faults.latency().toNanos();
        if (jitter > 0) delay += random.nextLong(-jitter, jitter + 1);
        long due = System.nanoTime() + delay;
        if (due - lastDueNs > 0) lastDueNs = due;
        return lastDueNs;
    }

    private void run() {
        if (under) return;
        while (!pieces.isEmpty()) {
            Piece piece = pieces.getFirst();
            long nowNs = System.nanoTime();
            long waitNs = Math.max(piece.dueNs() - nowNs, freeNs - nowNs);
            if (waitNs > 0) {
                under = true;
                PeerTimer _ = to.after(Duration.ofNanos(waitNs), this::goOn);
                return;
            }
            Piece _ = pieces.removeFirst();
            int size = piece.frame().size();
            if (size == 0) {
                deliverEnd.run();
                continue;
            }
            bytes -= size;
            long rate = faults.bytesPerSecond();
            if (rate > 0) freeNs = Math.max(freeNs, nowNs) + size * SECOND_NS / rate;
            deliver.accept(piece.frame());
            if (faults.slice().max() > 0) {
                under = true;
                to.whenSent(this::goOn);
                return;
            }
        }
    }

    private void goOn() {
        under = false;
        run();
    }
}
