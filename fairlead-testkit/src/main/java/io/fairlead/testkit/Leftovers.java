package io.fairlead.testkit;

import io.fairlead.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a test leaves behind that it should not. */
record Leftovers(List<String> left) {
    /** What travels arrives within this time, however a fault delays it. */
    private static final Duration SETTLE = Duration.ofMinutes(2);

    /**
     * What servers and clients of a network, all of which are closed, have left; empty if nothing.
     */
    static Leftovers of(SimulatedNetwork net, Simulation simulation) {
        List<String> left = new ArrayList<>();
        boolean quiet = simulation.runUntil(simulation::isQuiet, SETTLE);
        int connections = net.openConnections();
        if (connections > 0) left.add(connections + " ends of connections are open");
        int ports = simulation.boundPorts();
        if (ports > 0) left.add(ports + " ports are bound");
        long bytes = net.bufferBytes();
        if (bytes > 0) left.add(bytes + " bytes of buffers are not given back");
        List<String> threads = simulation.threadsLeft();
        if (!threads.isEmpty()) left.add("threads wait at " + String.join(", ", threads));
        if (!quiet) left.add("a timer is set, or sets itself again (Client.after)");
        return new Leftovers(left);
    }

    void check() {
        if (left.isEmpty()) return;
        throw new AssertionError("at the end of the run " + String.join(", ", left));
    }
}
