package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.program.Program;
import io.fairlead.server.host.Host;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Shutdown;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.service.Service;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A running server: one service at one endpoint under one model.
 *
 * <pre>{@code
 * Server server = Server.at("tcp://:7007").codec(Codec.lines()).serve(service);
 * }</pre>
 *
 * <p>Safe for any thread.
 */
public final class Server implements AutoCloseable {
    /** How long {@link #close} lets connections finish. */
    public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    private final Engine engine;
    final Shutdown shutdown;

    Server(Engine started) {
        engine = started;
        shutdown = new Shutdown(engine);
        Future<?> _ = engine.site().failure().thenRun(() -> shutdown.drainBeside(DRAIN_TIMEOUT));
    }

    /**
     * Begins to describe a server.
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007}; see {@link Endpoint#parse}
     */
    public static Builder at(String endpoint) {
        return at(Endpoint.parse(endpoint));
    }

    /** Begins to describe a server. */
    public static Builder at(Endpoint endpoint) {
        return new Builder(endpoint);
    }

    /** Where it listens, with the real port. */
    public Endpoint endpoint() {
        return engine.site().endpoint;
    }

    /** The port it listens on; 0 for a Unix-domain socket. */
    public int port() {
        return engine.site().endpoint.port();
    }

    /** The counters at this moment. */
    public ServerStats stats() {
        return engine.site().stats();
    }

    /** What is open at this moment, in the order of its numbers; waits for none of it. */
    public List<OpenConnection> connections() {
        return engine.connections();
    }

    /**
     * Why the server does not serve any more, if a thread of its own has died; null while none has.
     * The observer is told, and the server closes by itself, as a whole.
     */
    public @Nullable Throwable failure() {
        return engine.site().failure().getNow(null);
    }

    /**
     * The socket of a UDP server, for what no peer has asked for: sending first, multicast groups.
     *
     * @throws IllegalStateException if this is a server of streams
     */
    public ServerDatagrams datagrams() {
        BoundDatagrams socket = engine.datagrams();
        if (socket != null) return new ServerDatagrams(engine.site(), socket);
        throw new IllegalStateException(endpoint() + " has connections, and no datagrams");
    }

    /**
     * Stops accepting, lets each connection finish what it has received, and closes. Called by a
     * service, handler or observer of this server it would wait for itself: then it returns 0 at
     * once, and another thread does the same.
     *
     * @param timeout for connections to finish; those left are cut
     * @return connections that were cut
     * @throws InterruptedException if the thread is interrupted while it waits; the drain goes on,
     *     and {@link #close} waits for it and cuts what is left
     */
    public int drain(Duration timeout) throws InterruptedException {
        return shutdown.drain(timeout);
    }

    /**
     * Waits until the server is closed: by another thread, because it has failed (see {@link
     * #failure}), or because the JVM is told to end (SIGTERM, Ctrl-C), upon which it drains for at
     * most {@link #DRAIN_TIMEOUT}. What stands after this call runs before the JVM ends, if it
     * takes 10 s at most.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile; the server serves on
     */
    public void awaitClose() throws InterruptedException {
        awaitAll(this);
    }

    /**
     * As {@link #awaitClose}, for one or more servers: when one of them is closed, or the JVM is
     * told to end, all drain at the same time.
     */
    public static void awaitAll(Server... servers) throws InterruptedException {
        new AwaitedEnd(List.of(servers)).await();
    }

    /**
     * Drains for at most {@link #DRAIN_TIMEOUT}, as {@link #drain} does. Later calls do nothing.
     */
    @Override
    public void close() {
        shutdown.close(DRAIN_TIMEOUT);
    }

    /** What a server is to be; not thread-safe. */
    public static final class Builder {
        private final Endpoint endpoint;
        private Codec codec = Codec.raw();
        private Model model = Model.VIRTUAL;
        private Limits limits = Limits.DEFAULT;
        private int loops = 1;
        private int workers;
        private DatagramOptions datagrams = DatagramOptions.DEFAULT;
        private @Nullable EventLoops shared;
        private ServerObserver observer = ServerObserver.logging();

        private Builder(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        /** How streams are cut into frames; {@link Codec#raw} unless told. Over UDP, not used. */
        public Builder codec(Codec codec) {
            this.codec = codec;
            return this;
        }

        /** The concurrency model; {@link Model#VIRTUAL} unless told. */
        public Builder model(Model model) {
            this.model = model;
            return this;
        }

        /**
         * Event loops that share a TCP or UDP port by SO_REUSEPORT, each with a thread of its own;
         * 1 unless told. Each has its share of the limit of connections, or of sources of
         * datagrams; a source stays with its loop.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder loops(int loops) {
            if (loops < 1) throw new IllegalArgumentException("loops must be above 0: " + loops);
            this.loops = loops;
            return this;
        }

        /**
         * Event loops to serve on, which others may share; they decide the model and the number of
         * loops. The server does not close them.
         *
         * @param loops started with {@link Model#startLoops}
         */
        public Builder on(Loops loops) {
            shared = (EventLoops) loops;
            model = LoopKind.modelOf(shared);
            return this;
        }

        /**
         * Worker processes that are kept warm: under {@link Model#PREFORK} those that serve, as
         * many as there are processors unless told; under {@link Model#PROCESS} those that wait for
         * the next connections, 1 unless told. Other models have none.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder workers(int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException("workers must be above 0: " + workers);
            }
            this.workers = workers;
            return this;
        }

        /** The limits; {@link Limits#DEFAULT} unless told. */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * UDP: groups to join, broadcast, the size of the receive buffer; {@link
         * DatagramOptions#DEFAULT} unless told.
         */
        public Builder datagrams(DatagramOptions datagrams) {
            this.datagrams = datagrams;
            return this;
        }

        /** Who sees what happens; {@link ServerObserver#logging} unless told. */
        public Builder observer(ServerObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * Says now what {@link #serve} would refuse, without opening anything.
         *
         * @throws IllegalArgumentException if the loops asked for cannot share the endpoint, the
         *     model has none, or options of datagrams are for another endpoint than a UDP one
         */
        public void check() {
            int used = EndpointFit.loops(endpoint, datagrams, shared, loops);
            EndpointFit.checkLoops(endpoint, model, used);
            EndpointFit.checkDatagrams(endpoint, datagrams, used);
            EndpointFit.checkHost(endpoint, shared);
        }

        /**
         * Starts a server of {@code service}; where processes serve, returns when one is ready.
         *
         * @throws NetException if the endpoint cannot be had; names who holds it. Also if no worker
         *     process can begin, three in a row or within 60 s: says why
         * @throws IllegalArgumentException if the model has processes, and the service cannot be
         *     copied into them
         */
        public Server serve(Service service) throws NetException {
            return start(service, null);
        }

        /**
         * Starts a server of {@code handler}; as {@link #serve}.
         *
         * @throws IllegalArgumentException if the model is an event loop, or the endpoint UDP
         */
        public Server converse(Handler handler) throws NetException {
            EndpointFit.checkHandler(endpoint, model);
            return start((peer, frame) -> {}, handler);
        }

        /**
         * Starts a server whose connections are served by a process of {@code program} each, which
         * has the socket as its standard input and output, and learns of the connection from the
         * variables of tcpserver. The limit of connections and their lifetime hold; codec and model
         * are not used, and bytes are not counted. A drain sends SIGTERM, a cut SIGKILL.
         *
         * @throws NetException if the endpoint cannot be had; names who holds it
         * @throws IllegalArgumentException if the endpoint is UDP
         */
        public Server execute(Program program) throws NetException {
            EndpointFit.checkStream(endpoint, "a program");
            return new Server(Processes.engine(program, plan((peer, frame) -> {}, null)));
        }

        private Server start(Service service, @Nullable Handler handler) throws NetException {
            check();
            if (model.hasProcesses())
                EndpointFit.checkStream(endpoint, "the model " + model.word());
            Plan plan = plan(service, handler);
            return new Server(plan.engine(model));
        }

        private Plan plan(Service service, @Nullable Handler handler) {
            Host host = shared == null ? Host.MACHINE : shared.host();
            boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
            Slab slab = overUdp ? Terms.slabOfDatagrams(limits) : Terms.slabOfStreams(limits);
            Terms terms = new Terms(codec, service, limits, slab, host.clockNs());
            int used = EndpointFit.loops(endpoint, datagrams, shared, loops);
            return new Plan(endpoint, terms, handler, observer, datagrams, used, workers, shared);
        }
    }
}
