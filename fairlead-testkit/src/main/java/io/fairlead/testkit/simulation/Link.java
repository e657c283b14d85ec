package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedLinks;

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
    private long busyUntilNs;

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
        long at = end - count;
        if (count > 1 && simulation.happens(SimulatedFault.SLICE)) {
            int slices = 1 + (int) simulation.choices().below(SLICES_MAX);
            simulation.note(to, SimulatedFault.SLICE, slices);
            for (; slices > 1 && end - at > 1; slices--) {
                long next = at + 1 + simulation.choices().below(end - at - 1);
                sendTo(to, next, (int) (next - at));
                at = next;
            }
        }
        sendTo(to, end, (int) (end - at));
    }

    /** Sends {@code count} bytes, the last of which comes before {@code end}. */
    private void sendTo(SimulatedSocket to, long end, int count) {
        long sentNs = simulation.nowNs();
        long atNs = arrivalNs(to, count);
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
                arrivalNs(to, 0),
                () -> {
                    simulation.trace().sentAt(sentNs).end(this, to);
                    to.endArrived();
                });
    }

    void sendReset(SimulatedSocket to) {
        long sentNs = simulation.nowNs();
        simulation.at(
                arrivalNs(to, 0),
                () -> {
                    simulation.trace().sentAt(sentNs).reset(this, to);
                    to.resetArrived();
                });
    }

    private long arrivalNs(SimulatedSocket to, int bytes) {
        long atNs = Math.max(arrivalNs(bytes), to.input.lastNs);
        to.input.lastNs = atNs;
        return atNs;
    }

    /** When what is sent now, and has so many bytes, arrives. */
    long arrivalNs(int bytes) {
        long nowNs = simulation.nowNs();
        SimulatedLinks ways = simulation.ways();
        long delayNs = ways.leastNs();
        if (ways.spreadNs() > 0) delayNs += simulation.choices().below(ways.spreadNs() + 1);
        if (simulation.happens(SimulatedFault.LATENCY))
            delayNs += simulation.choices().below(LATE_NS_MAX);
        if (simulation.happens(SimulatedFault.STALL)) {
            closeUntil(nowNs + 1_000_000 + simulation.choices().below(STALL_NS_MAX));
        }
        long beginNs = Math.max(Math.max(nowNs, closedUntilNs), busyUntilNs);
        busyUntilNs = beginNs + ways.busyNs(bytes);
        return busyUntilNs + delayNs;
    }

    String from() {
        return from;
    }

    String to() {
        return to;
    }
}
