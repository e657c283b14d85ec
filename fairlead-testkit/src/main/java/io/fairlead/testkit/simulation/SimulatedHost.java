package io.fairlead.testkit.simulation;

import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.host.LoopOwner;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.loop.Readiness;
import io.fairlead.service.Loops;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One machine of the simulated network. */
public final class SimulatedHost implements LoopHost {
    private static final int FIRST_PORT = 32_768;

    private final Simulation simulation;
    private final String name;
    private final InetAddress address;
    private final Map<Integer, SimulatedDoor> doors = new HashMap<>();
    private final Set<SimulatedSocket> sockets = new LinkedHashSet<>();
    private int nextPort = FIRST_PORT;
    private long stoppedUntilNs;

    SimulatedHost(Simulation simulation, String name, InetAddress address) {
        this.simulation = simulation;
        this.name = name;
        this.address = address;
    }

    Simulation simulation() {
        return simulation;
    }

    /** Its name in the network. */
    public String name() {
        return name;
    }

    /** Its address. */
    public InetAddress address() {
        return address;
    }

    /** Starts event loops here. */
    public Loops startLoops(int count) {
        try {
            return EventLoops.start("simulated", this, count, this::readiness);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections that are open here. */
    public int openCount() {
        return sockets.size();
    }

    // ---- faults ----

    long stoppedUntilNs() {
        return stoppedUntilNs;
    }

    /** Stops all that runs here for a while, as SIGSTOP does. */
    public void stopFor(long ns) {
        stoppedUntilNs = simulation.nowNs() + ns;
    }

    // ---- sockets ----

    @Override
    public Readiness readiness() {
        return new SimulatedReadiness(this);
    }

    @Override
    public LoopListener listen(Endpoint endpoint, int backlog) throws NetException {
        int port = endpoint.port() == 0 ? nextPort++ : endpoint.port();
        SimulatedDoor door = new SimulatedDoor(this, endpoint.withPort(port), backlog);
        if (doors.putIfAbsent(port, door) != null) {
            throw NetException.of(
                    "bind", endpoint, new java.net.BindException("Address already in use"));
        }
        return door;
    }

    void closed(SimulatedDoor door) {
        doors.remove(door.endpoint().port(), door);
    }

    /** The listener at {@code port}; null if there is none. */
    @org.jspecify.annotations.Nullable
    SimulatedDoor door(int port) {
        return doors.get(port);
    }

    SimulatedSocket connect(ConnectTarget target) throws IOException {
        InetSocketAddress to = target.address();
        if (to == null) throw new IOException("no Unix-domain sockets here");
        InetSocketAddress from = new InetSocketAddress(address, nextPort++);
        SimulatedSocket socket =
                new SimulatedSocket(this, simulation.nextConnection(), from, to, false);
        sockets.add(socket);
        simulation.connect(socket, to);
        return socket;
    }

    void add(SimulatedSocket socket) {
        sockets.add(socket);
    }

    void forget(SimulatedSocket socket) {
        sockets.remove(socket);
    }

    // ---- time and chance ----

    @Override
    public LongSupplier clockNs() {
        return simulation.timeline();
    }

    @Override
    public RandomGenerator random() {
        return simulation.choices();
    }

    @Override
    public Future<?> after(long delayNs, Runnable task) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        CompletableFuture<Void> _ = due.thenRun(task);
        Timeline.Event event = simulation.timeline().after(delayNs, () -> due.complete(null));
        CompletableFuture<Void> _ = due.whenComplete((_, _) -> event.cancel());
        return due;
    }

    @Override
    public boolean await(Future<?> event, Duration timeout) {
        return simulation.await(event, timeout);
    }

    @Override
    public void lends(Slab slab) {
        slab.refuseWhen(this::hasNoMemory);
    }

    private boolean hasNoMemory() {
        boolean none = simulation.happens(SimulatedFault.NO_MEMORY);
        if (none) simulation.note(this, SimulatedFault.NO_MEMORY);
        return none;
    }

    @Override
    public LoopRunner runner(LoopOwner owner, String loopName, LoopRunner.Loop loop) {
        return new SimulatedLoop(this, owner, (EventLoop) loop);
    }

    // ---- names ----

    @Override
    public boolean mayAskForNames() {
        return false;
    }

    @Override
    public List<InetSocketAddress> addresses(Endpoint remote, ConnectOptions options)
            throws NetException {
        return List.of(new InetSocketAddress(simulation.addressOf(remote), remote.port()));
    }

    @Override
    public String toString() {
        return name;
    }
}
