package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a relayed connection: what one peer sends goes to the other. When much is queued
 * for the receiver, the sender is not read until the kernel has taken it. Belongs to the loop of
 * both peers.
 */
final class Flow {
    private final Peer from;
    private final boolean toTarget;
    private final int queuedBytesMax;
    private final Fate fate;
    private final SplittableRandom random;
    private final Corruption corruption;

    /** What could not be queued for the receiver; usually empty. */
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private @Nullable Peer to;
    private @Nullable Delay delay;
    private byte[] first = {};
    private boolean full;
    private boolean delayed;
    private boolean ended;
    private boolean endPassed;
    private long bytes;

    /**
     * @param from is not read until {@link #open}
     * @param toTarget the direction
     * @param queuedBytesMax bytes queued for the receiver at which the sender is paused
     * @param fate of the connection
     * @param random of this direction
     */
    Flow(Peer from, boolean toTarget, int queuedBytesMax, Fate fate, SplittableRandom random) {
        this.from = from;
        this.toTarget = toTarget;
        this.queuedBytesMax = queuedBytesMax;
        this.fate = fate;
        this.random = random;
        corruption = new Corruption(random.split(), 0);
        from.pause();
    }

    /** What the sender had sent before its receiver was known. */
    void first(byte[] received) {
        first = received;
    }

    /** The receiver is there. */
    void open(Peer receiver, Faults faults) {
        to = receiver;
        change(faults);
        if (first.length > 0) pass(Frame.of(first));
        first = new byte[0];
        go();
    }

    /** Other faults from now on; what is held back is not sent sooner. */
    void change(Faults faults) {
        Peer receiver = to;
        if (receiver == null) return;
        corruption.change(faults.shares().corrupt());
        Delay now = delay;
        if (now == null) {
            if (faults.delays()) {
                Delay.Exit exit = new Delay.Exit(receiver, this::deliverLate, this::deliverEnd);
                delay = new Delay(faults, toTarget, random.split(), fate, exit);
            }
        } else {
            now.change(faults);
            if (!faults.delays() && now.isEmpty()) delay = null;
        }
        allowPipe(faults);
    }

    /** Lets bytes pass without being seen, if nothing is to be done to them. */
    void allowPipe(Faults faults) {
        from.allowPipeTo(delay == null && faults.areNone() ? to : null);
    }

    /** From now on all bytes are seen. Safe for any thread. */
    void allowNoPipe() {
        from.allowPipeTo(null);
    }

    /** Bytes that were corrupted on request. */
    long corrupted() {
        return corruption.count();
    }

    /** Bytes that have come from the sender. */
    long bytes() {
        return bytes;
    }

    /** True once the sender has said that it sends no more. */
    boolean isEnded() {
        return ended;
    }

    /**
     * Passes on what has come. The sender is paused while much waits, so that it grows without
     * bound only while a server shuts down, which reads on.
     *
     * @return false if more waits than a connection may hold
     */
    boolean pass(Frame received) {
        bytes += received.size();
        Frame frame = corruption.touch(received);
        if (delay == null) {
            deliver(frame);
            return waitingBytes <= 2L * queuedBytesMax;
        }
        delay.add(frame);
        if (delay.bytes() >= queuedBytesMax) {
            delayed = true;
            from.pause();
        }
        return delay.bytes() + waitingBytes <= 3L * queuedBytesMax;
    }

    /** Bytes have gone to the receiver without being seen: nothing was to be done to them. */
    void piped(int count) {
        bytes += count;
    }

    private void deliverLate(Frame frame) {
        deliver(frame);
        if (!delayed || delay == null || delay.bytes() > queuedBytesMax / 2) return;
        delayed = false;
        if (!full) from.resume();
    }

    private void deliver(Frame frame) {
        int allowed = fate.allowed(toTarget, frame.size());
        if (allowed == 0) return;
        Frame part =
                allowed == frame.size() ? frame : Frame.of(Arrays.copyOf(frame.bytes(), allowed));
        if (to == null || !waiting.isEmpty() || !send(to, part)) {
            waiting.add(part.copy());
            waitingBytes += allowed;
        }
        fate.passed(toTarget, allowed);
    }

    /** The sender sends no more: neither does the relay, once all that waits has been sent. */
    void end() {
        ended = true;
        if (delay == null) {
            deliverEnd();
        } else {
            delay.end();
        }
    }

    /** The receiver reads an end after what has been passed on to it. */
    void deliverEnd() {
        endPassed = true;
        if (to != null && waiting.isEmpty()) to.shutdownOutput();
    }

    /** There is room at the receiver again. */
    void go() {
        full = false;
        Peer receiver = to;
        if (receiver == null) return;
        while (!waiting.isEmpty()) {
            if (!send(receiver, waiting.getFirst())) return;
            waitingBytes -= waiting.removeFirst().size();
        }
        if (endPassed) receiver.shutdownOutput();
        if (!full && !delayed) from.resume();
    }

    /** False if {@code frame} is to be sent again when the receiver has room. */
    private boolean send(Peer receiver, Frame frame) {
        switch (receiver.send(frame)) {
            case FULL -> {
                hold();
                return false; // onWritable follows
            }
            case QUEUED -> {
                if (!full && receiver.queuedBytes() >= queuedBytesMax) {
                    hold();
                    receiver.whenSent(this::go);
                }
            }
            case CLOSED -> {} // the receiver's end is told to the joint
        }
        return true;
    }

    private void hold() {
        full = true;
        from.pause();
    }
}
