package io.fairlead.testkit.simulation;

import io.fairlead.connection.StreamConnection;
import io.fairlead.connection.ThreadHost;
import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.blocking.BlockingClients;
import io.fairlead.server.blocking.BlockingSocket;
import io.fairlead.server.blocking.Timer;
import io.fairlead.server.datagram.BoundSocket;
import io.fairlead.server.datagram.ConnectedSocket;
import io.fairlead.server.datagram.DatagramHost;
import io.fairlead.server.host.LoopOwner;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.pooled.PooledThreads;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Connection;
import io.fairlead.service.Loops;
import io.fairlead.testkit.fault.SimulatedFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** One machine of the simulated network. */
public final class SimulatedHost implements DatagramHost {
    private static final int CONNECTION_BYTES_MAX = 1024 * 1024; // one without limits of a client
    private static final long PAUSE_NS_MAX = 5_000_000_000L;

    private final Simulation simulation;
    private final String name;
    private final InetAddress address;
    private final HostSockets sockets = new HostSockets(this);
    private final SimulatedThreads threads;
    private long stoppedUntilNs;

    SimulatedHost(Simulation simulation, String name, InetAddress address) {
        this.simulation = simulation;
        this.name = name;
        this.address = address;
        threads = new SimulatedThreads(this);
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

    /** Its threads. */
    SimulatedThreads threads() {
        return threads;
    }

    /**
     * What connections have a thread of, each.
     *
     * @throws IllegalStateException if Java does not let them be simulated; says what it needs
     */
    public Loops threadLoops() {
        String reason = PooledThreads.reason();
        if (reason == null) return EventLoops.ofThreads(this);
        throw new IllegalStateException("threads cannot be simulated: " + reason);
    }

    /** Starts event loops here. */
    public Loops startLoops(int count) {
        try {
            return EventLoops.start("simulated", this, count, this::readiness);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- faults ----

    long stoppedUntilNs() {
        return stoppedUntilNs;
    }

    /** Stops all that runs here for a while, as SIGSTOP does. */
    public void stopFor(long ns) {
        stoppedUntilNs = simulation.nowNs() + ns;
    }

    /** True if all that runs here stops now, as chance has it. */
    boolean pauses() {
        if (!simulation.happens(SimulatedFault.PAUSE)) return false;
        long ns = 1_000_000 + simulation.choices().below(PAUSE_NS_MAX);
        stopFor(ns);
        simulation.note(this, SimulatedFault.PAUSE, ns / 1_000_000);
        return true;
    }

    // ---- sockets ----

    @Override
    public Readiness readiness() {
        return new SimulatedReadiness(this);
    }

    @Override
    public LoopListener listen(Endpoint endpoint, int backlog) throws NetException {
        return sockets.listen(endpoint, backlog);
    }

    @Override
    public BoundSocket bind(Endpoint endpoint) throws NetException {
        return sockets.bind(endpoint);
    }

    @Override
    public ConnectedSocket connect(ConnectTarget to, Readiness readiness) {
        return sockets.connect(to, (SimulatedReadiness) readiness);
    }

    HostSockets sockets() {
        return sockets;
    }

    @Override
    public Engine threads(Site site, LoopListener listener, int placesMax) {
        return new ThreadsEngine(this, site, (SimulatedDoor) listener, placesMax);
    }

    @Override
    public DialingEngine threads(Site site) {
        String name = "simulated " + site.endpoint;
        boolean awaitsInput = awaitsInput();
        return new BlockingClients(
                site,
                connection -> threads.start(name, connection),
                this,
                dial -> connect(dial, awaitsInput),
                new Timer(site, this));
    }

    /** Whether those who wait for input do so before they read: some models have it so. */
    boolean awaitsInput() {
        return simulation.choices().below(2) == 0;
    }

    private BlockingSocket connect(Dial dial, boolean awaitsInput) throws IOException {
        return connect(dial.remote(), dial.options(), dial.deadlineNs(), awaitsInput);
    }

    private BlockingSocket connect(
            Endpoint remote, ConnectOptions options, long deadlineNs, boolean awaitsInput)
            throws IOException {
        boolean file = remote.scheme() == Endpoint.Scheme.UNIX;
        InetSocketAddress to = file ? null : addresses(remote, options).getFirst();
        ConnectTarget target = new ConnectTarget(remote, options, to, null);
        SimulatedBlocking socket =
                new SimulatedBlocking(sockets.connect(target), awaitsInput, () -> {});
        boolean connected = false;
        try {
            socket.awaitConnected(deadlineNs);
            connected = true;
            return socket;
        } finally {
            if (!connected) socket.close();
        }
    }

    @Override
    public ThreadHost threadHost() {
        return threads;
    }

    @Override
    public Connection connect(Endpoint remote, ConnectOptions options) throws NetException {
        Slab slab = new Slab(CONNECTION_BYTES_MAX);
        lends(slab);
        try {
            long endNs = simulation.endOf(options.timeout());
            BlockingSocket socket = connect(remote, options, endNs, awaitsInput());
            return new StreamConnection(socket, slab, CONNECTION_BYTES_MAX / 4);
        } catch (IOException e) {
            throw ConnectFailure.of(remote, options, e);
        }
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
        Timeline.Event event = eventAfter(delayNs, () -> due.complete(null));
        CompletableFuture<Void> _ = due.whenComplete((_, _) -> event.cancel());
        return due;
    }

    /** Has something happen here later, but not before a stop of the host is over. */
    Timeline.Event eventAfter(long delayNs, Runnable what) {
        Timeline timeline = simulation.timeline();
        return timeline.after(
                delayNs,
                () -> {
                    if (timeline.getAsLong() < stoppedUntilNs) {
                        timeline.at(stoppedUntilNs, what);
                    } else {
                        what.run();
                    }
                });
    }

    /** Has something happen as soon as a thread that waits for it wakes up. */
    void soon(Runnable what) {
        long runsNs = Math.max(simulation.nowNs(), stoppedUntilNs);
        simulation.at(runsNs + SimulatedLoop.WAKE_NS, what);
    }

    @Override
    public void compute(Runnable task) {
        task.run(); // a simulated processor takes no time
    }

    @Override
    public boolean await(Future<?> event, Duration timeout) throws InterruptedException {
        boolean inThread = Thread.currentThread().isVirtual();
        return inThread ? threads.await(event, timeout) : simulation.await(event, timeout);
    }

    @Override
    public void lends(Slab slab) {
        slab.refuseWhen(this::hasNoMemory);
    }

    private boolean hasNoMemory() {
        boolean none = simulation.happens(SimulatedFault.NO_MEMORY);
        if (none) simulation.note(this, SimulatedFault.NO_MEMORY, 0);
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
