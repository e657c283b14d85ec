package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;

/**
 * One direction between two hosts: brings pieces of streams in the order in which they were sent,
 * each after a delay.
 */
final class Link {
    private static final long LATE_NS_MAX = 200_000_000;
    private static final long STALL_NS_MAX = 30_000_000_000L;
    private static final int SLICES_MAX = 4;

    private final Simulation network;
    private final String from;
    private final String to;
    private long closedUntilNs;

    Link(Simulation network, String from, String to) {
        this.network = network;
        this.from = from;
        this.to = to;
    }

    /** Nothing passes until then. */
    void closeUntil(long atNs) {
        closedUntilNs = Math.max(closedUntilNs, atNs);
    }

    /** Sends the {@code count} bytes that were written last. */
    void send(SimulatedSocket to, int count) {
        long end = to.input.written();
        if (count > 1 && network.happens(SimulatedFault.SLICE)) {
            int slices = 1 + (int) network.choices().below(SLICES_MAX);
            network.note(to, "slice", slices);
            for (long at = end - count; slices > 1 && end - at > 1; slices--) {
                at += 1 + network.choices().below(end - at - 1);
                sendTo(to, at);
            }
        }
        sendTo(to, end);
    }

    private void sendTo(SimulatedSocket to, long end) {
        long sentNs = network.nowNs();
        long atNs = arrivalNs(to);
        if (network.happens(SimulatedFault.RESET)) {
            network.note(to, SimulatedFault.RESET.word(), end);
            network.at(atNs, () -> resetBoth(to));
        } else if (network.happens(SimulatedFault.HALF_CLOSE)) {
            network.note(to, SimulatedFault.HALF_CLOSE.word(), end);
            network.at(
                    atNs,
                    () -> {
                        to.endArrived();
                        to.silence();
                    });
        } else if (network.happens(SimulatedFault.HALF_OPEN)) {
            network.note(to, SimulatedFault.HALF_OPEN.word(), end);
            to.silence();
            if (to.peer != null) to.peer.silence();
        }
        network.at(
                atNs,
                () -> {
                    network.trace().sentAt(sentNs).data(this, to, end);
                    to.arrived(end);
                });
    }

    private static void resetBoth(SimulatedSocket to) {
        SimulatedSocket other = to.peer;
        to.resetArrived();
        if (other != null) other.resetArrived();
    }

    void sendEnd(SimulatedSocket to) {
        long sentNs = network.nowNs();
        network.at(
                arrivalNs(to),
                () -> {
                    network.trace().sentAt(sentNs).end(this, to);
                    to.endArrived();
                });
    }

    void sendReset(SimulatedSocket to) {
        long sentNs = network.nowNs();
        network.at(
                arrivalNs(to),
                () -> {
                    network.trace().sentAt(sentNs).reset(this, to);
                    to.resetArrived();
                });
    }

    private long arrivalNs(SimulatedSocket to) {
        long atNs = Math.max(arrivalNs(), to.input.lastNs);
        to.input.lastNs = atNs;
        return atNs;
    }

    /** When what is sent now arrives. */
    long arrivalNs() {
        long nowNs = network.nowNs();
        long delayNs = network.delayNs();
        if (network.happens(SimulatedFault.LATENCY))
            delayNs += network.choices().below(LATE_NS_MAX);
        if (network.happens(SimulatedFault.STALL)) {
            closeUntil(nowNs + 1_000_000 + network.choices().below(STALL_NS_MAX));
        }
        return Math.max(nowNs, closedUntilNs) + delayNs;
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }
}
