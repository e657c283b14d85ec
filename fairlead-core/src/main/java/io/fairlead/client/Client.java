package io.fairlead.client;

import io.fairlead.client.raw.Transports;
import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.StreamConnection;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialHandler;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Shutdown;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one server, each served by a {@link Service}, under one model: the other end of
 * {@link io.fairlead.server.Server}, with the same services, limits and observers.
 *
 * <pre>{@code
 * Client client = Client.to("tcp://127.0.0.1:7007").codec(Codec.lines()).start();
 * client.connect(service).join().send(Frame.of("hello"));
 * }</pre>
 *
 * <p>For one connection in blocking style there is {@link #connect(String)}. Safe for any thread.
 */
public final class Client implements AutoCloseable {
    /** How long {@link #close} lets connections finish. */
    public static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

    /** Memory for the frames of one connection, each way: the codec limits them. */
    private static final long BUFFER_BYTES_MAX = 4L * 1024 * 1024 * 1024;

    /** What a connection in blocking style may keep queued. */
    private static final int QUEUED_BYTES_MAX = 16 * 1024 * 1024;

    private final DialingEngine engine;
    private final ConnectOptions options;
    private final @Nullable Reconnecting reconnecting;
    private final Shutdown shutdown;
    private final @Nullable Loops own;

    /**
     * @param engine is started
     * @param own the loops that end with this; null if it has none
     */
    Client(
            DialingEngine engine,
            ConnectOptions options,
            @Nullable Reconnect reconnect,
            @Nullable Loops own) {
        this.engine = engine;
        this.options = options;
        this.own = own;
        reconnecting = reconnect == null ? null : new Reconnecting(engine, options, reconnect);
        shutdown = new Shutdown(engine);
    }

    // ---- one connection, blocking ----

    /**
     * Connects to a TCP or Unix-domain endpoint, within 10 s. Of the addresses of a name the first
     * to answer wins (RFC 8305).
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007} or {@code unix:@name}; see {@link
     *     Endpoint#parse}
     * @return a connection in blocking style; the caller closes it
     * @throws NetException if it cannot be made; says why and what to do
     * @throws IllegalArgumentException if the endpoint is not one, or is a UDP one
     */
    public static Connection connect(String endpoint) throws NetException {
        return connect(Endpoint.parse(endpoint), ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a TCP or Unix-domain endpoint. Of the addresses of a name the first to answer
     * wins (RFC 8305).
     *
     * @return a connection in blocking style; the caller closes it
     * @throws NetException if it cannot be made; says why and what to do
     * @throws IllegalArgumentException if the endpoint is a UDP one
     */
    public static Connection connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        return connect(endpoint, options, TlsOptions.DEFAULT);
    }

    /**
     * As {@link #connect(Endpoint, ConnectOptions)}.
     *
     * @param tls for a {@code tls://} endpoint: whom to trust, what to show
     */
    public static Connection connect(Endpoint endpoint, ConnectOptions options, TlsOptions tls)
            throws NetException {
        BlockingTransport transport = Transports.connect(endpoint, options, tls);
        return new StreamConnection(transport, new Slab(BUFFER_BYTES_MAX), QUEUED_BYTES_MAX);
    }

    // ---- connections with a service ----

    /**
     * Begins to describe a client.
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007}; see {@link Endpoint#parse}
     */
    public static ClientBuilder to(String endpoint) {
        return to(Endpoint.parse(endpoint));
    }

    /**
     * Begins to describe a client.
     *
     * @throws IllegalArgumentException if the endpoint is a multicast group
     */
    public static ClientBuilder to(Endpoint endpoint) {
        return new ClientBuilder(endpoint);
    }

    /** The server's endpoint. */
    public Endpoint endpoint() {
        return engine.site().endpoint;
    }

    /** How the streams are cut into frames. */
    public Codec codec() {
        return engine.site().terms.codec();
    }

    /**
     * True if a connection that has ended for {@code reason} is made again, by {@link
     * ClientBuilder#reconnect}.
     */
    public boolean reconnectsAfter(CloseReason reason) {
        return reconnecting != null && !Reconnecting.isWanted(reason);
    }

    /**
     * Begins to connect, and returns at once: neither a name server nor the peer is waited for.
     * Called on an event loop of this client's, the connection stays on that loop.
     *
     * <p>With {@link ClientBuilder#reconnect} this connects again and again, after failures and
     * ends: the service is told of each end and each new beginning. It goes on until the service
     * closes a connection, the future is cancelled before it has completed, or the client closes.
     *
     * <p>Over UDP a peer has a socket of its own, and nothing is sent to find out whether anybody
     * is there: where nobody has the port, the first exchange ends it with {@link
     * CloseReason#REFUSED}. It also ends when nothing has come or gone for {@link
     * io.fairlead.service.Limits#datagramPeerTimeout}, unless {@link Service#onIdle} keeps it.
     *
     * @param service gets the frames; one for each connection, or one for all
     * @return completed on the connection's own turn, once {@link Service#onOpen} has returned;
     *     exceptionally with a {@link NetException} if no connection can be made, which says why.
     *     Who cancels it wants the connection no more
     */
    public CompletableFuture<Peer> connect(Service service) {
        return connect(service, options);
    }

    /**
     * As {@link #connect(Service)}, with options of this connection's own: a relay says for whom it
     * connects, say.
     */
    public CompletableFuture<Peer> connect(Service service, ConnectOptions ownOptions) {
        if (reconnecting != null) return reconnecting.connect(service, ownOptions);
        Dial dial = Dial.now(engine.site(), ownOptions, service);
        engine.dial(dial);
        return dial.peer();
    }

    /**
     * As {@link #connect(Service)}, for a conversation in blocking style: the handler has a thread
     * of the model's, and the limits hold for its connection. With {@link ClientBuilder#reconnect}
     * it is called again, with another connection, unless it has returned or aborted before the
     * peer's end.
     *
     * @return completed in the handler's thread, before it is called; other threads may send on the
     *     connection, or abort it. Exceptionally with a {@link NetException} if no connection can
     *     be made. Who cancels it wants the connection no more
     * @throws IllegalStateException if the model is an event loop, which no handler may hold up, or
     *     the endpoint a UDP one
     */
    public CompletableFuture<Connection> connect(Handler handler) {
        if (endpoint().scheme() == Endpoint.Scheme.UDP) {
            throw new IllegalStateException(
                    "a Handler serves a stream, and " + endpoint() + " has datagrams");
        }
        if (!engine.runsHandlers()) {
            throw new IllegalStateException(
                    "an event loop has no thread for a handler; use virtual, thread or"
                            + " pooled-virtual");
        }
        if (reconnecting != null) return reconnecting.connect(handler);
        DialHandler conversation = new DialHandler(handler, new CompletableFuture<>(), _ -> {});
        engine.dial(Dial.now(engine.site(), options, conversation));
        return conversation.begun();
    }

    /**
     * The time where this client runs, in nanoseconds from some moment on: to be compared with
     * other times of the client and its peers, and no others. In a simulated network it is the
     * simulated time.
     */
    public long nanoTime() {
        return engine.site().terms.clockNs().getAsLong();
    }

    /**
     * Runs {@code task} once, {@code delay} from now, by {@link #nanoTime}: for what has no
     * connection yet. With one, {@link Peer#after} keeps to the peer's turn.
     *
     * @param task must not block; what it throws is lost
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    public PeerTimer after(Duration delay, Runnable task) {
        if (delay.isNegative()) throw new IllegalArgumentException("negative delay: " + delay);
        long delayNs = TimeUnit.NANOSECONDS.convert(delay);
        Future<?> timer = engine.host().after(delayNs, task);
        return () -> timer.cancel(false);
    }

    /** The counters at this moment. */
    public ServerStats stats() {
        return engine.site().stats();
    }

    /** The connections that are open, in the order of their numbers: a snapshot, without a wait. */
    public List<OpenConnection> connections() {
        return engine.connections();
    }

    /**
     * Why the client does not serve any more, if a loop's thread has died; null while none has. The
     * observer is told, too.
     */
    public @Nullable Throwable failure() {
        return engine.site().failure().getNow(null);
    }

    /**
     * Connects no more, lets each connection finish what it has received, and closes. Called by a
     * service of this client it would wait for itself: then it returns 0 at once, and another
     * thread does the same.
     *
     * @param timeout for connections to finish; those left are cut
     * @return connections that were cut
     * @throws InterruptedException if the thread is interrupted while it waits; the drain goes on,
     *     and {@link #close} waits for it and cuts what is left
     */
    public int drain(Duration timeout) throws InterruptedException {
        if (reconnecting != null) reconnecting.end();
        int cut = shutdown.drain(timeout);
        if (own != null) own.close();
        return cut;
    }

    /**
     * Drains for at most {@link #DRAIN_TIMEOUT}, as {@link #drain} does. Later calls do nothing.
     */
    @Override
    public void close() {
        if (reconnecting != null) reconnecting.end();
        shutdown.close(DRAIN_TIMEOUT);
        if (own != null) own.close();
    }
}
