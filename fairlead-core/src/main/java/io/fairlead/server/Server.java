package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.access.AccessList;
import io.fairlead.server.host.Host;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.report.ServerStats;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Shutdown;
import io.fairlead.server.site.Site;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import java.security.cert.X509Certificate;
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
    private final Endpoint asked;
    private final Host host;
    private final AccessList access;
    private final FileWatch accessFiles;
    private final @Nullable FileWatch certificateFiles;
    final Shutdown shutdown;

    Server(Engine started) {
        this(started, started.site().endpoint, Host.MACHINE);
    }

    Server(Engine started, Endpoint asked, Host host) {
        engine = started;
        this.asked = asked;
        this.host = host;
        shutdown = new Shutdown(engine);
        Site site = engine.site();
        access = site.sources.access();
        accessFiles = new FileWatch(new WatchedAccess(access, site), host);
        if (access.hasFiles()) accessFiles.begin();
        TlsRules rules = TlsRules.of(site.terms.layer());
        certificateFiles =
                rules == null ? null : new FileWatch(new WatchedCertificates(rules, site), host);
        if (certificateFiles != null) certificateFiles.begin();
        Future<?> _ = shutdown.closed().thenRun(this::endWatch);
        Future<?> _ = engine.site().failure().thenRun(() -> shutdown.drainBeside(DRAIN_TIMEOUT));
    }

    private void endWatch() {
        accessFiles.close();
        if (certificateFiles != null) certificateFiles.close();
    }

    /**
     * Begins to describe a server.
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007}; see {@link Endpoint#parse}
     */
    public static ServerBuilder at(String endpoint) {
        return at(Endpoint.parse(endpoint));
    }

    /** Begins to describe a server. */
    public static ServerBuilder at(Endpoint endpoint) {
        return new ServerBuilder(endpoint);
    }

    /** Where it listens, with the real port. */
    public Endpoint endpoint() {
        return engine.site().endpoint;
    }

    /** Where it was told to listen: as given to {@link #at}, such as with port 0. */
    public Endpoint asked() {
        return asked;
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
     * Reads the files of TLS certificates and keys again, which a server does by itself within some
     * seconds after they have changed. Who is connected stays so; later handshakes are shown what
     * the files hold now.
     *
     * @return the server's own certificates, as they are shown from now on
     * @throws IOException if a file cannot be used; says which, and why. What was shown before is
     *     shown still
     * @throws IllegalStateException if this is no server of TLS
     */
    public List<X509Certificate> reloadCertificates() throws IOException {
        if (certificateFiles == null || !(engine.site().terms.layer() instanceof TlsRules rules)) {
            throw new IllegalStateException(endpoint() + " has no TLS, and no certificates");
        }
        certificateFiles.reload();
        return rules.shown();
    }

    /**
     * Reads the files of {@link ServerBuilder#access} again, which a server does by itself within
     * some seconds after they have changed. Who is connected stays so.
     *
     * @return networks in all lists together
     * @throws IOException if a file cannot be used; names it, the line, and what is wrong. Those
     *     that held before hold on
     */
    public int reloadAccess() throws IOException {
        accessFiles.reload();
        return access.networks();
    }

    /**
     * Another process serves at the same socket, so this one ends when those who are connected have
     * left: stops accepting, and goes on serving them. A server of datagrams drains at once. To be
     * called by a thread that serves nobody here.
     *
     * @param timeout how long they may stay; those left are then drained
     * @return connections that were cut
     * @throws InterruptedException as {@link #drain}
     */
    public int retire(Duration timeout) throws InterruptedException {
        return shutdown.retire(timeout, host);
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
}
