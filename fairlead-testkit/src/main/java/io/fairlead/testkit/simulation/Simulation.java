package io.fairlead.testkit.simulation;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.fault.SimulatedLinks;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Hosts, links between them, and what happens when. */
public final class Simulation {
    private static final long JUMP_S_MAX = 3600;

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final Choices choices;
    private final Timeline timeline = new Timeline();
    private final Trace trace = new Trace(timeline);
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Map<InetAddress, SimulatedHost> byAddress = new HashMap<>();
    private final Links links = new Links(this);
    private final Mishaps mishaps = new Mishaps();
    private final Harm harm = new Harm();
    private SimulatedFaults faults = SimulatedFaults.none();
    private SimulatedLinks ways = SimulatedLinks.usual();
    private int socketBytesMax = 256 * 1024;
    private int connections;
    private @Nullable SimulatedLoop current;
    private Duration wallOffset = Duration.ZERO;

    public Simulation(Choices choices) {
        this.choices = choices;
    }

    // ---- what it is like ----

    /** What goes wrong from now on. */
    public void faults(SimulatedFaults now) {
        faults = now;
    }

    /** What the ways between hosts are like from now on. */
    public void links(SimulatedLinks now) {
        ways = now;
    }

    /** What the two kernels keep of one direction of a connection that begins from now on. */
    public void socketBytesMax(int bytes) {
        socketBytesMax = bytes;
    }

    int socketBytesMax() {
        return socketBytesMax;
    }

    SimulatedLinks ways() {
        return ways;
    }

    /** The host of that name, which is made if there is none. */
    public SimulatedHost host(String name) {
        SimulatedHost known = hosts.get(name);
        if (known != null) return known;
        int number = hosts.size() + 1;
        byte[] bytes = {10, 0, (byte) (number >> 8), (byte) number};
        InetAddress address;
        try {
            address = InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) { // four bytes are an address
            throw new AssertionError(e);
        }
        SimulatedHost host = new SimulatedHost(this, name, address);
        hosts.put(name, host);
        byAddress.put(address, host);
        return host;
    }

    /** The host of that address; null if there is none. */
    @Nullable SimulatedHost host(InetAddress address) {
        return byAddress.get(address);
    }

    InetAddress addressOf(Endpoint endpoint) throws NetException {
        SimulatedHost host = hosts.get(endpoint.host());
        if (host != null) return host.address();
        throw NetException.of("connect", endpoint, new UnknownHostException(endpoint.host()));
    }

    // ---- chance, and what happened ----

    /** What chance decides. */
    public Choices choices() {
        return choices;
    }

    boolean happens(SimulatedFault fault) {
        return choices.happens(faults.perMillion(fault));
    }

    /** What happened. */
    public Trace trace() {
        return trace;
    }

    void note(SimulatedSocket socket, SimulatedFault what, long number) {
        harm.note(socket, what);
        trace.fault(socket.host.name(), socket.connection, what, number);
    }

    void note(SimulatedDatagrams socket, SimulatedFault what) {
        trace.fault(socket.host.name(), socket.connection, what, 0);
    }

    /** A datagram between these two was lost or doubled, or comes before an older one. */
    void taken(SocketAddress one, SocketAddress other) {
        harm.taken(one, other);
    }

    void note(SimulatedHost host, SimulatedFault what, long number) {
        trace.fault(host.name(), 0, what, number);
    }

    Mishaps mishaps() {
        return mishaps;
    }

    /** What makes this run worthless; null if nothing does. */
    public @Nullable AssertionError mishap() {
        return mishaps.first();
    }

    /** Threads that have not ended, each with where it waits. */
    public List<String> threadsLeft() {
        return hosts.values().stream()
                .flatMap(host -> host.threads().alive().stream())
                .map(thread -> StrayThread.place(thread))
                .toList();
    }

    /** True if a fault may have taken something from the connection that came from there. */
    public boolean isHarmed(SocketAddress clientAddress) {
        return harm.isTo(clientAddress);
    }

    int nextConnection() {
        return ++connections;
    }

    Links links() {
        return links;
    }

    // ---- time ----

    Timeline timeline() {
        return timeline;
    }

    /** The simulated time. */
    public long nowNs() {
        return timeline.getAsLong();
    }

    Timeline.Event at(long atNs, Runnable what) {
        return timeline.at(atNs, what);
    }

    /** Has something happen later. */
    public void later(long laterNs, Runnable what) {
        timeline.after(laterNs, what);
    }

    /** When a time that begins now is over. */
    long endOf(Duration time) {
        long endNs = nowNs() + time.toNanos();
        return endNs < 0 ? Long.MAX_VALUE : endNs;
    }

    /** As {@link Timeline#step}; nothing happens any more after a mishap. */
    private boolean step(long untilNs) {
        return mishaps.first() == null && timeline.step(untilNs);
    }

    /** Has everything happen that does in this time. */
    public void run(Duration time) {
        long untilNs = endOf(time);
        while (step(untilNs)) {}
        if (untilNs != Long.MAX_VALUE) timeline.advanceTo(untilNs);
    }

    /** Has things happen until the condition is true; false if the time is over first. */
    public boolean runUntil(BooleanSupplier condition, Duration within) {
        long untilNs = endOf(within);
        while (!condition.getAsBoolean()) {
            if (!step(untilNs)) {
                timeline.advanceTo(untilNs);
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** How long it has run. */
    public Duration elapsed() {
        return Duration.ofNanos(timeline.elapsedNs());
    }

    /** The wall clock at this moment. */
    public Instant wallClock() {
        if (happens(SimulatedFault.CLOCK_JUMP)) {
            long jump = choices.below(2 * JUMP_S_MAX) - JUMP_S_MAX;
            wallOffset = wallOffset.plusSeconds(jump);
        }
        return EPOCH.plus(elapsed()).plus(wallOffset);
    }

    /** Connections that are open on any host. */
    public int openConnections() {
        return hosts.values().stream().mapToInt(host -> host.sockets().openCount()).sum();
    }

    /** Ports that somebody has on any host. */
    public int boundPorts() {
        return hosts.values().stream().mapToInt(host -> host.sockets().boundCount()).sum();
    }

    /** True if nothing will happen any more: no timer is set, and nothing is under way. */
    public boolean isQuiet() {
        return timeline.isEmpty();
    }

    /** As a host awaits: what waits has everything else happen meanwhile. */
    boolean await(Future<?> event, Duration timeout) {
        SimulatedLoop waiting = current;
        current = null;
        if (waiting != null) waiting.waits(true);
        long untilNs = endOf(timeout);
        try {
            while (!event.isDone()) {
                if (step(untilNs)) continue;
                if (untilNs == Long.MAX_VALUE) {
                    throw new IllegalStateException("waits for ever: nothing else will happen");
                }
                timeline.advanceTo(untilNs);
                return event.isDone();
            }
            return true;
        } finally {
            current = waiting;
            if (waiting != null) waiting.waits(false);
        }
    }

    // ---- whose turn it is ----

    boolean isCurrent(SimulatedLoop loop) {
        return loop.equals(current);
    }

    @Nullable SimulatedLoop enter(SimulatedLoop loop) {
        SimulatedLoop before = current;
        current = loop;
        return before;
    }

    void leave(@Nullable SimulatedLoop before) {
        current = before;
    }
}
