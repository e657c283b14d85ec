package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** The connections from which a fault may have taken what their ends cannot get back. */
final class Harm {
    private static final Set<SimulatedFault> LOSSES =
            EnumSet.of(
                    SimulatedFault.RESET,
                    SimulatedFault.HALF_CLOSE,
                    SimulatedFault.HALF_OPEN,
                    SimulatedFault.ACCEPT_FAILS);

    private final Set<SocketAddress> ends = new HashSet<>();

    void note(SimulatedSocket socket, SimulatedFault fault) {
        if (!LOSSES.contains(fault)) return;
        taken(socket.localAddress(), socket.remoteAddress());
    }

    /** Something between these two was lost, doubled or reordered. */
    void taken(SocketAddress one, SocketAddress other) {
        ends.add(one);
        ends.add(other);
    }

    /** True if the connection that came from there is one of them. */
    boolean isTo(SocketAddress clientAddress) {
        return ends.contains(clientAddress);
    }
}
