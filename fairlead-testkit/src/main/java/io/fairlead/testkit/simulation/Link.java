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

    private final Simulation simulation;
    private final String from;
    private final String to;
    private long closedUntilNs;

    Link(Simulation simulation, String from, String to) {
        this.simulation = simulation;
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
        if (count > 1 && simulation.happens(SimulatedFault.SLICE)) {
            int slices = 1 + (int) simulation.choices().below(SLICES_MAX);
            simulation.note(to, SimulatedFault.SLICE, slices);
            for (long at = end - count; slices > 1 && end - at > 1; slices--) {
                at += 1 + simulation.choices().below(end - at - 1);
                sendTo(to, at);
            }
        }
        sendTo(to, end);
    }

    private void sendTo(SimulatedSocket to, long end) {
        long sentNs = simulation.nowNs();
        long atNs = arrivalNs(to);
        if (simulation.happens(SimulatedFault.RESET)) {
            simulation.note(to, SimulatedFault.RESET, end);
            simulation.at(atNs, () -> resetBoth(to));
        } else if (simulation.happens(SimulatedFault.HALF_CLOSE)) {
            simulation.note(to, SimulatedFault.HALF_CLOSE, end);
            simulation.at(
                    atNs,
                    () -> {
                        to.endArrived();
                        to.silence();
                    });
        } else if (simulation.happens(SimulatedFault.HALF_OPEN)) {
            simulation.note(to, SimulatedFault.HALF_OPEN, end);
            to.silence();
            if (to.peer != null) to.peer.silence();
        }
        simulation.at(
                atNs,
                () -> {
                    simulation.trace().sentAt(sentNs).data(this, to, end);
                    to.arrived(end);
                });
    }

    private static void resetBoth(SimulatedSocket to) {
        SimulatedSocket other = to.peer;
        to.resetArrived();
        if (other != null) other.resetArrived();
    }

    void sendEnd(SimulatedSocket to) {
        long sentNs = simulation.nowNs();
        simulation.at(
                arrivalNs(to),
                () -> {
                    simulation.trace().sentAt(sentNs).end(this, to);
                    to.endArrived();
                });
    }

    void sendReset(SimulatedSocket to) {
        long sentNs = simulation.nowNs();
        simulation.at(
                arrivalNs(to),
                () -> {
                    simulation.trace().sentAt(sentNs).reset(this, to);
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
        long nowNs = simulation.nowNs();
        long delayNs = simulation.delayNs();
        if (simulation.happens(SimulatedFault.LATENCY))
            delayNs += simulation.choices().below(LATE_NS_MAX);
        if (simulation.happens(SimulatedFault.STALL)) {
            closeUntil(nowNs + 1_000_000 + simulation.choices().below(STALL_NS_MAX));
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
