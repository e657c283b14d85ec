package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Service;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
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

    private static final Duration CUT_TIMEOUT = Duration.ofSeconds(10);

    private final Site site;
    private final Engine engine;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Server(Engine engine) {
        this.engine = engine;
        site = engine.site();
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
        return site.endpoint;
    }

    /** The port it listens on; 0 for a Unix-domain socket. */
    public int port() {
        return site.endpoint.port();
    }

    /** The counters at this moment. */
    public ServerStats stats() {
        return site.stats();
    }

    /**
     * Stops accepting, lets each connection finish what it has received, and closes.
     *
     * @param timeout for connections to finish; those left are cut
     * @return connections that were cut
     */
    public int drain(Duration timeout) throws InterruptedException {
        engine.drain();
        int cut = engine.awaitEnd(timeout) ? 0 : engine.cut();
        if (cut > 0) engine.awaitEnd(CUT_TIMEOUT);
        closed.countDown();
        return cut;
    }

    /**
     * Waits until another thread has closed the server, or the JVM is told to end (SIGTERM,
     * Ctrl-C): then drains for at most {@link #DRAIN_TIMEOUT}.
     */
    public void awaitClose() throws InterruptedException {
        Thread drainer =
                Thread.ofPlatform().name("fairlead drain " + site.endpoint).unstarted(this::close);
        Runtime.getRuntime().addShutdownHook(drainer);
        closed.await();
        try {
            Runtime.getRuntime().removeShutdownHook(drainer);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook is what has closed the server
        }
    }

    /** Drains for at most {@link #DRAIN_TIMEOUT}. Later calls do nothing. */
    @Override
    public void close() {
        if (closed.getCount() == 0) return;
        try {
            drain(DRAIN_TIMEOUT);
        } catch (InterruptedException e) {
            engine.cut();
            Thread.currentThread().interrupt();
        }
    }

    /** What a server is to be; not thread-safe. */
    public static final class Builder {
        private final Endpoint endpoint;
        private Codec codec = Codec.raw();
        private Model model = Model.VIRTUAL;
        private Limits limits = Limits.DEFAULT;
        private int loops = 1;
        private ServerObserver observer = new LogObserver();

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

        /** The limits; {@link Limits#DEFAULT} unless told. */
        public Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /** Who sees what happens; unless told, failures go to {@link System.Logger}. */
        public Builder observer(ServerObserver observer) {
            this.observer = observer;
            return this;
        }

        /**
         * Says now what {@link #serve} would refuse, without opening anything.
         *
         * @throws IllegalArgumentException if the loops asked for cannot share the endpoint, or the
         *     model has none
         */
        public void check() {
            checkLoops();
        }

        /**
         * Starts a server of {@code service}.
         *
         * @throws NetException if the endpoint cannot be had; names who holds it
         */
        public Server serve(Service service) throws NetException {
            return start(service, null);
        }

        /**
         * Starts a server of {@code handler}.
         *
         * @throws NetException if the endpoint cannot be had; names who holds it
         * @throws IllegalArgumentException if the model is an event loop, or the endpoint UDP
         */
        public Server converse(Handler handler) throws NetException {
            if (!model.runsHandlers()) {
                throw new IllegalArgumentException(
                        "a Handler blocks, and the model "
                                + model.word()
                                + " has one thread for all connections; use virtual, thread, pool"
                                + " or iterative, or write a Service");
            }
            if (endpoint.scheme() == Endpoint.Scheme.UDP) {
                throw new IllegalArgumentException(
                        "a Handler serves a stream, and "
                                + endpoint
                                + " has datagrams; write a"
                                + " Service");
            }
            return start((peer, frame) -> {}, handler);
        }

        private Server start(Service service, @Nullable Handler handler) throws NetException {
            checkLoops();
            long originNs = System.nanoTime();
            LongSupplier clockNs = () -> System.nanoTime() - originNs;
            // By default the JVM has as much direct memory as heap: some of it is for others.
            long memory = Runtime.getRuntime().maxMemory() / 2;
            Slab slab = new Slab(Math.min(limits.bufferBytesTotal(), memory));
            Terms terms = new Terms(codec, service, limits, slab, clockNs);
            Plan plan = new Plan(endpoint, terms, handler, observer, loops);
            boolean datagrams = endpoint.scheme() == Endpoint.Scheme.UDP;
            Engine engine = datagrams ? model.datagrams(plan) : model.streams(plan);
            Server server = new Server(engine);
            engine.start();
            return server;
        }

        private void checkLoops() {
            if (loops == 1) return;
            if (!model.isLoop()) {
                throw new IllegalArgumentException(
                        "the model "
                                + model.word()
                                + " has no loops to make "
                                + loops
                                + " of; use one that has: "
                                + Model.loopWords());
            }
            if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
                throw new IllegalArgumentException(
                        "a Unix-domain socket cannot be shared by several loops, as a TCP or UDP"
                                + " port can: "
                                + endpoint
                                + "; leave its loops at 1");
            }
        }
    }
}
