package io.fairlead.testkit;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.service.Service;
import io.fairlead.testkit.drawing.LadderRows;
import io.fairlead.testkit.drawing.LadderText;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import io.fairlead.testkit.fault.SimulatedLinks;
import io.fairlead.testkit.simulation.Choices;
import io.fairlead.testkit.simulation.Simulation;
import io.fairlead.tls.TlsOptions;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Hosts with servers and clients on real event loops, over a network that is simulated: time passes
 * when the test says so, and whatever chance decides follows from a seed.
 *
 * <pre>{@code
 * SimulatedNetwork net = SimulatedNetwork.of(42).faults(SimulatedFaults.usual());
 * net.serve("tcp://gateway:7000", Codec.lines(), new Echo());
 * SimulatedClient device = net.connect("tcp://gateway:7000", Codec.lines());
 * device.send("hello");
 * net.run(Duration.ofMinutes(5));
 * assertThat(device.texts()).isEqualTo(List.of("hello"));
 * }</pre>
 *
 * <p>Each name in an endpoint is a host of its own. Services and clients of one's own that need
 * more than this are started as ever, {@code on(net.loops("gateway"))}. Belongs to one thread,
 * which runs all of them: nothing needs a lock, and a call that waits for another host has it run
 * meanwhile.
 */
public final class SimulatedNetwork implements AutoCloseable {
    private final Choices choices;
    private final Simulation simulation;
    private final NetworkPrograms programs;
    private boolean failuresAllowed;

    private SimulatedNetwork(Choices choices) {
        this.choices = choices;
        simulation = new Simulation(choices);
        programs = new NetworkPrograms(simulation);
    }

    /** A network in which chance follows from {@code seed}. */
    public static SimulatedNetwork of(long seed) {
        return new SimulatedNetwork(Choices.of(seed));
    }

    /**
     * A network in which chance decides what it decided in another run.
     *
     * @param choices what {@link #choices} said there; what is missing is 0, which is harmless
     */
    public static SimulatedNetwork replaying(long... choices) {
        return new SimulatedNetwork(Choices.replay(choices));
    }

    /** What chance has decided so far. */
    public long[] choices() {
        return choices.drawn();
    }

    /** What goes wrong from now on; nothing unless told. */
    public SimulatedNetwork faults(SimulatedFaults faults) {
        simulation.faults(faults);
        return this;
    }

    /** What the ways between hosts are like from now on; {@link SimulatedLinks#usual} at first. */
    public SimulatedNetwork links(SimulatedLinks links) {
        simulation.links(links);
        return this;
    }

    /** Bytes that kernels keep of a direction of connections from now on; else 256 KiB. */
    public SimulatedNetwork socketBytesMax(int bytes) {
        simulation.socketBytesMax(bytes);
        return this;
    }

    /** The limits of servers and clients that are started from now on. */
    public SimulatedNetwork limits(Limits limits) {
        programs.limits = limits;
        return this;
    }

    /**
     * How servers and clients that are started from now on speak TLS, at {@code tls://HOST:PORT}.
     * With a certificate for an Ed25519 key a seed has one run, as the length of all messages is
     * the same; signatures of EC keys vary.
     */
    public SimulatedNetwork tls(TlsOptions servers, TlsOptions clients) {
        programs.serverTls = servers;
        programs.clientTls = clients;
        return this;
    }

    /** Whether services that are started from now on have {@link #threads}, and no loop. */
    public SimulatedNetwork threadPerConnection(boolean on) {
        programs.threadPerConnection = on;
        return this;
    }

    // ---- who is there ----

    /** The event loop of a host, made if there is none, to start servers and clients on. */
    public Loops loops(String host) {
        return programs.loops(host);
    }

    /**
     * Virtual threads of a host, to start servers and clients on whose connections have one each,
     * for handlers and for services. Chance decides which of those that can run is next.
     *
     * @throws IllegalStateException if Java was not started with {@code --add-opens}; says which
     */
    public Loops threads(String host) {
        return programs.threads(host);
    }

    /**
     * Serves at an endpoint such as {@code tcp://gateway:7000}. One such as {@code unix:/run/app}
     * is on the host {@code client}.
     *
     * @throws IllegalStateException if it cannot be had
     */
    public Server serve(String endpoint, Codec codec, Service service) {
        return programs.serve(endpoint, programs::usualAt, at -> at.codec(codec).serve(service));
    }

    /** As {@link #serve}, for a handler, in {@link #threads}. */
    public Server converse(String endpoint, Handler handler) {
        return programs.serve(endpoint, programs::threadsAt, at -> at.converse(handler));
    }

    /** Connects to an endpoint from the host {@code client}. */
    public SimulatedClient connect(String endpoint, Codec codec) {
        return connect(NetworkPrograms.CLIENTS, endpoint, codec);
    }

    /** Connects to an endpoint from the host {@code from}: begins to, for that takes time. */
    public SimulatedClient connect(String from, String endpoint, Codec codec) {
        Client client = client(from, endpoint, codec);
        SimulatedClient connection =
                new SimulatedClient(this, NetworkPrograms.isUdp(Endpoint.parse(endpoint)));
        connection.connecting(client.connect(connection));
        return connection;
    }

    /**
     * Connects from the host {@code from}, and has {@code handler} use the connection in one of its
     * {@link #threads}. What the handler throws but for the end of the connection fails the test.
     */
    public SimulatedConversation connect(String from, String endpoint, Handler handler) {
        SimulatedConversation conversation = new SimulatedConversation(this, handler);
        conversation.connecting(programs.connect(from, endpoint, conversation));
        return conversation;
    }

    /** A client on the host {@code from}, for services of one's own, and calls. */
    public Client client(String from, String endpoint, Codec codec) {
        return programs.client(from, Endpoint.parse(endpoint), codec);
    }

    /**
     * Starts a client on the host {@code from}: one that connects again, say. Its loops and its
     * observer are the network's, which closes it in the end.
     *
     * @throws IllegalStateException if it cannot be had
     */
    public Client client(String from, ClientBuilder builder) {
        return programs.client(builder.on(programs.usual(from)));
    }

    /** Reports of the connections that have ended, on both ends, in order. */
    public List<ConnectionReport> ends() {
        return programs.ends().reports();
    }

    boolean isCut(SocketAddress client, @Nullable CloseReason reason) {
        return simulation.isHarmed(client) || programs.ends().wereCuts(client, reason);
    }

    /** Has everything happen that does in {@code time} of the simulation. */
    public void run(Duration time) {
        simulation.run(time);
        check();
    }

    /** As {@link #run}, until {@code condition} is true; false if that is not so in time. */
    public boolean runUntil(BooleanSupplier condition, Duration within) {
        boolean came = simulation.runUntil(condition, within);
        check();
        return came;
    }

    private void check() {
        AssertionError mishap = simulation.mishap();
        if (mishap != null) throw mishap;
    }

    /** How long the simulation has run. */
    public Duration elapsed() {
        return simulation.elapsed();
    }

    /** The wall clock, which {@link SimulatedFault#CLOCK_JUMP} may turn. */
    public Instant now() {
        return simulation.wallClock();
    }

    /** Where the test, and what it tests, may draw random numbers. */
    public RandomGenerator random() {
        return choices;
    }

    // ---- what happened ----

    /** A number for all that has happened so far: two runs are the same if theirs is. */
    public long hash() {
        return simulation.trace().hash();
    }

    /** Keeps what happens from now on, for {@link #conversation}. */
    public SimulatedNetwork keepConversation() {
        simulation.trace().keep();
        return this;
    }

    /**
     * What has happened since {@link #keepConversation}, drawn as text: a column for each host, an
     * arrow for each piece that arrived, faults where they happened, simulated times.
     *
     * @param linesMax how many lines; what is around a fault, and the end, is left out last
     */
    public String conversation(int linesMax) {
        return new LadderText(drawn()).text(linesMax);
    }

    LadderRows drawn() {
        return new LadderRows(simulation.trace().steps());
    }

    /** Bytes that servers and clients have borrowed; 0 once all connections have ended. */
    public long bufferBytes() {
        return programs.bufferBytes();
    }

    /** Connections that are open on any host. */
    public int openConnections() {
        return simulation.openConnections();
    }

    /**
     * As {@link #close}, and lets time pass until nothing happens any more. Then no connection may
     * be open, no buffer borrowed and no timer set, and no service or codec may have thrown, unless
     * {@link #allowFailures} was called. {@code @Seeds} and {@link SeedRuns} call it after each
     * run.
     *
     * @throws AssertionError if that is not so
     */
    public void assertNothingLeft() {
        close();
        programs.closeLoops();
        Leftovers left = Leftovers.of(this, simulation);
        check();
        if (!failuresAllowed) programs.ends().failIfAnyThrew();
        left.check();
    }

    /** Services that throw do not fail the test. */
    public SimulatedNetwork allowFailures() {
        failuresAllowed = true;
        return this;
    }

    /** Stops everything that goes wrong, and closes all servers and clients. */
    @Override
    public void close() {
        simulation.faults(SimulatedFaults.none());
        programs.close();
        check();
    }
}
