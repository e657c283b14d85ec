package io.fairlead.testkit.simulation;

import io.fairlead.testkit.fault.SimulatedFault;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways between hosts, and how connections come about over them. */
final class Links {
    private static final long CONNECT_RETRY_NS = 1_000_000_000L;

    private final Simulation simulation;
    private final Map<String, Link> links = new HashMap<>();
    private final DatagramLinks datagrams;

    Links(Simulation simulation) {
        this.simulation = simulation;
        datagrams = new DatagramLinks(simulation, this);
    }

    /** The same for datagrams. */
    DatagramLinks datagrams() {
        return datagrams;
    }

    /** The way of what {@code from} sends to {@code to}. */
    Link between(SimulatedSocket from, SimulatedSocket to) {
        return between(from.host, to.host);
    }

    /** As {@link #between(SimulatedSocket, SimulatedSocket)}. */
    Link between(SimulatedHost from, SimulatedHost to) {
        return link(from.name(), to.name());
    }

    private Link link(String from, String to) {
        String key = from + '>' + to;
        Link known = links.get(key);
        if (known != null) return known;
        Link link = new Link(simulation, from, to);
        links.put(key, link);
        return link;
    }

    /** Asks for a connection, which takes a while. */
    void connect(SimulatedSocket socket, SocketAddress to) {
        SimulatedHost host = hostOf(socket, to);
        if (host == null) return; // nobody is there to answer
        Link there = between(socket.host, host);
        simulation.at(there.arrivalNs(0), () -> askFor(socket, host, to));
    }

    /** Null if nobody has the address; that of a file is on the same host. */
    private @Nullable SimulatedHost hostOf(SimulatedSocket socket, SocketAddress to) {
        return to instanceof InetSocketAddress inet
                ? simulation.host(inet.getAddress())
                : socket.host;
    }

    private void askFor(SimulatedSocket socket, SimulatedHost host, SocketAddress to) {
        if (!socket.isConnecting()) return;
        Link back = between(host, socket.host);
        SimulatedDoor door = host.sockets().door(to);
        if (door == null || simulation.happens(SimulatedFault.REFUSE)) {
            simulation.trace().refused(back, socket);
            simulation.at(back.arrivalNs(0), () -> socket.refused("Connection refused"));
            return;
        }
        SocketAddress from = socket.localAddress();
        SimulatedSocket accepted = new SimulatedSocket(host, socket.connection, to, from, true);
        if (!door.offer(accepted)) {
            simulation.later(CONNECT_RETRY_NS, () -> connect(socket, to));
            return;
        }
        host.sockets().add(accepted);
        accepted.peer = socket;
        simulation.trace().connected(back, socket);
        long atNs = back.arrivalNs(0);
        socket.input.lastNs = atNs;
        simulation.at(atNs, () -> socket.connected(accepted));
    }
}
