package io.fairlead.testkit.simulation;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets of one host, and its ports: TCP's, and UDP's. */
final class HostSockets {
    private static final int FIRST_PORT = 32_768;

    private final SimulatedHost host;
    private final Map<Integer, SimulatedDoor> doors = new HashMap<>();
    private final Set<SimulatedSocket> streams = new LinkedHashSet<>();
    private final Map<Integer, SimulatedDatagrams> datagrams = new HashMap<>();
    private int nextPort = FIRST_PORT;

    HostSockets(SimulatedHost host) {
        this.host = host;
    }

    private InetSocketAddress at(int port) {
        return new InetSocketAddress(host.address(), port);
    }

    private static <S> void bind(Map<Integer, S> ports, Endpoint endpoint, int port, S socket)
            throws NetException {
        if (ports.putIfAbsent(port, socket) == null) return;
        throw NetException.of("bind", endpoint, new BindException("Address already in use"));
    }

    // ---- streams ----

    SimulatedDoor listen(Endpoint endpoint, int backlog) throws NetException {
        int port = endpoint.port() == 0 ? nextPort++ : endpoint.port();
        SimulatedDoor door = new SimulatedDoor(host, endpoint.withPort(port), backlog);
        bind(doors, endpoint, port, door);
        return door;
    }

    void closed(SimulatedDoor door) {
        doors.remove(door.endpoint().port(), door);
    }

    /** The listener at {@code port}; null if there is none. */
    @Nullable SimulatedDoor door(int port) {
        return doors.get(port);
    }

    SimulatedSocket connect(ConnectTarget target) throws IOException {
        InetSocketAddress to = target.address();
        if (to == null) throw new IOException("no Unix-domain sockets here");
        Simulation simulation = host.simulation();
        SimulatedSocket socket =
                new SimulatedSocket(host, simulation.nextConnection(), at(nextPort++), to, false);
        streams.add(socket);
        simulation.links().connect(socket, to);
        return socket;
    }

    void add(SimulatedSocket socket) {
        streams.add(socket);
    }

    void closed(SimulatedSocket socket) {
        streams.remove(socket);
    }

    // ---- datagrams ----

    SimulatedBound bind(Endpoint endpoint) throws NetException {
        int port = endpoint.port() == 0 ? nextPort++ : endpoint.port();
        SimulatedDatagrams socket = new SimulatedDatagrams(host, at(port), null);
        bind(datagrams, endpoint, port, socket);
        return new SimulatedBound(socket, endpoint.withPort(port));
    }

    SimulatedConnected connect(ConnectTarget target, SimulatedReadiness readiness) {
        InetSocketAddress to = Objects.requireNonNull(target.address());
        SimulatedDatagrams socket = new SimulatedDatagrams(host, at(nextPort++), to);
        datagrams.put(socket.local.getPort(), socket);
        return new SimulatedConnected(socket, to, readiness);
    }

    void closed(SimulatedDatagrams socket) {
        datagrams.remove(socket.local.getPort(), socket);
    }

    /** The socket at {@code port}; null if there is none. */
    @Nullable SimulatedDatagrams datagrams(int port) {
        return datagrams.get(port);
    }

    // ---- both ----

    /** Connections that are open here. */
    int openCount() {
        long connected = datagrams.values().stream().filter(each -> each.connection != 0).count();
        return streams.size() + (int) connected;
    }

    /** Ports that have a listener, or a socket that is bound. */
    int boundCount() {
        return doors.size() + datagrams.size();
    }
}
