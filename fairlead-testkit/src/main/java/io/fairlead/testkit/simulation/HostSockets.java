package io.fairlead.testkit.simulation;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets of one host, and its ports: TCP's, and UDP's. */
final class HostSockets {
    private static final int FIRST_PORT = 32_768;
    private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

    private final SimulatedHost host;
    private final Map<Integer, SimulatedDoor> doors = new HashMap<>();
    private final Map<String, SimulatedDoor> files =
            new HashMap<>(); // doors of Unix-domain sockets
    private final Set<SimulatedSocket> streams = new LinkedHashSet<>();
    private final Map<Integer, SimulatedDatagrams> datagrams = new HashMap<>();
    private int nextPort = FIRST_PORT;

    HostSockets(SimulatedHost host) {
        this.host = host;
    }

    private InetSocketAddress at(int port) {
        return new InetSocketAddress(host.address(), port);
    }

    private static <P, S> void bind(Map<P, S> places, Endpoint endpoint, P place, S socket)
            throws NetException {
        if (places.putIfAbsent(place, socket) == null) return;
        throw NetException.of("bind", endpoint, new BindException("Address already in use"));
    }

    // ---- streams ----

    SimulatedDoor listen(Endpoint endpoint, int backlog) throws NetException {
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            SimulatedDoor door = new SimulatedDoor(host, endpoint, backlog);
            bind(files, endpoint, endpoint.path(), door);
            return door;
        }
        int port = endpoint.port() == 0 ? nextPort++ : endpoint.port();
        SimulatedDoor door = new SimulatedDoor(host, endpoint.withPort(port), backlog);
        bind(doors, endpoint, port, door);
        return door;
    }

    void closed(SimulatedDoor door) {
        doors.remove(door.endpoint().port(), door);
        if (door.endpoint().scheme() == Endpoint.Scheme.UNIX) {
            files.remove(door.endpoint().path(), door);
        }
    }

    /** The listener at an address; null if there is none. */
    @Nullable SimulatedDoor door(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? doors.get(inet.getPort())
                : files.get(address.toString());
    }

    SimulatedSocket connect(ConnectTarget target) {
        Simulation simulation = host.simulation();
        SocketAddress to = target.remoteAddress();
        SocketAddress from = target.address() == null ? UNNAMED : at(nextPort++);
        SimulatedSocket socket =
                new SimulatedSocket(host, simulation.nextConnection(), from, to, false);
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
        return doors.size() + files.size() + datagrams.size();
    }
}
