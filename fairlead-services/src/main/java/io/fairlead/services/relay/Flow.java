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
    private final int queuedBytesMax;
    private final Fate fate;

    /** What could not be queued for the receiver; usually empty. */
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();

    private long waitingBytes;
    private @Nullable Peer to;
    private @Nullable Delay delay;
    private boolean full;
    private boolean delayed;
    private boolean ended;
    private boolean endPassed;
    private long bytes;

    /**
     * @param from is not read until {@link #open}
     * @param queuedBytesMax bytes queued for the receiver at which the sender is paused
     * @param fate of the connection
     */
    Flow(Peer from, int queuedBytesMax, Fate fate) {
        this.from = from;
        this.queuedBytesMax = queuedBytesMax;
        this.fate = fate;
        from.pause();
    }

    /** The receiver is there. */
    void open(Peer receiver, Faults faults, SplittableRandom random) {
        to = receiver;
        if (faults.delays()) {
            delay = new Delay(faults, random, receiver, this::deliverLate, this::deliverEnd);
        }
        go();
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
    boolean pass(Frame frame) {
        bytes += frame.size();
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

    private void deliverLate(Frame frame) {
        deliver(frame);
        if (!delayed || delay == null || delay.bytes() > queuedBytesMax / 2) return;
        delayed = false;
        if (!full) from.resume();
    }

    private void deliver(Frame frame) {
        int allowed = fate.allowed(frame.size());
        Frame part =
                allowed == frame.size() ? frame : Frame.of(Arrays.copyOf(frame.bytes(), allowed));
        if (to == null || !waiting.isEmpty() || !send(to, part)) {
            waiting.add(part.copy());
            waitingBytes += allowed;
        }
        fate.passed(allowed);
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

    private void deliverEnd() {
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
