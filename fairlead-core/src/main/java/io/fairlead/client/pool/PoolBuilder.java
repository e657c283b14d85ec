package io.fairlead.client.pool;

import io.fairlead.client.Client;
import io.fairlead.connection.ThreadHost;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.text.Durations;
import io.fairlead.server.host.Host;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.service.Connection;
import io.fairlead.service.Loops;
import io.fairlead.tls.TlsOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link ConnectionPool} is to be; not thread-safe. */
public final class PoolBuilder {
    private static final System.Logger LOG = System.getLogger("io.fairlead.client.pool");

    final Endpoint endpoint;
    Host host = Host.MACHINE;
    LongSupplier clockNs = host.clockNs();
    ThreadHost threads = ThreadHost.REAL;
    Connecting connecting = Client::connect;
    int connectionsMax = 10;
    int connectionsMin;
    Duration timeout = Duration.ofSeconds(10);
    Duration idleTimeout = Duration.ofMinutes(5);
    Duration lifetime = Duration.ofMinutes(30);
    ConnectOptions options = ConnectOptions.DEFAULT;
    TlsOptions tls = TlsOptions.DEFAULT;
    ConnectionCheck opening = _ -> {};
    ConnectionCheck check = _ -> {};
    Duration checkAfter = Duration.ZERO;
    @Nullable Duration leakAfter;
    Consumer<Throwable> leaks = leak -> LOG.log(Level.WARNING, leak.getMessage(), leak);

    /** Makes a connection. */
    @FunctionalInterface
    interface Connecting {
        Connection connect(Endpoint to, ConnectOptions options, TlsOptions tls) throws NetException;
    }

    PoolBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
        if (endpoint.scheme() == Endpoint.Scheme.UDP) {
            throw new IllegalArgumentException(endpoint + " has datagrams, and no connections");
        }
    }

    /**
     * Has the pool work in a simulated network, in place of this machine: its connections, its
     * clock, its threads. The threads that borrow are of the same host.
     *
     * @param threads of the host, {@code net.threads("gateway")}
     * @throws IllegalArgumentException if they are event loops, on which nobody may wait, or the
     *     endpoint has TLS
     */
    public PoolBuilder on(Loops threads) {
        boolean simulated = threads instanceof EventLoops loops && loops.areThreads();
        if (!simulated || !(((EventLoops) threads).host() instanceof LoopHost simulatedHost)) {
            throw new IllegalArgumentException(
                    "a pool is for threads that wait, which event loops may not; without on(...) it"
                            + " serves any thread of this machine");
        }
        if (endpoint.scheme() == Endpoint.Scheme.TLS) {
            throw new IllegalArgumentException(
                    "a pool in a simulated network has no TLS: " + endpoint + "; use tcp:// there");
        }
        host = simulatedHost;
        clockNs = host.clockNs();
        this.threads = simulatedHost.threadHost();
        connecting = (to, how, _) -> simulatedHost.connect(to, how);
        return this;
    }

    /**
     * The most connections there are at a time; 10 unless told.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public PoolBuilder connectionsMax(int connectionsMax) {
        if (connectionsMax < 1) throw new IllegalArgumentException("below 1: " + connectionsMax);
        this.connectionsMax = connectionsMax;
        return this;
    }

    /**
     * Connections that are kept open though nobody needs them, at most {@link #connectionsMax}; 0
     * unless told.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public PoolBuilder connectionsMin(int connectionsMin) {
        if (connectionsMin < 0) throw new IllegalArgumentException("negative: " + connectionsMin);
        this.connectionsMin = connectionsMin;
        return this;
    }

    /** How long a borrower waits for a connection, in all; 10 s unless told. Above 0. */
    public PoolBuilder timeout(Duration timeout) {
        this.timeout = checked(timeout);
        return this;
    }

    /**
     * How long a connection may be idle before it is closed; 5 minutes unless told. It should be
     * shorter than the server's own. Above 0.
     */
    public PoolBuilder idleTimeout(Duration idleTimeout) {
        this.idleTimeout = checked(idleTimeout);
        return this;
    }

    /**
     * How old a connection may become; it is closed when it is idle. 30 minutes unless told; each
     * connection has up to a tenth less, so that not all end together. Above 0.
     */
    public PoolBuilder lifetime(Duration lifetime) {
        this.lifetime = checked(lifetime);
        return this;
    }

    /** How to connect; {@link ConnectOptions#DEFAULT}, or sooner if a borrower has less time. */
    public PoolBuilder options(ConnectOptions options) {
        this.options = options;
        return this;
    }

    /**
     * How connections to a {@code tls://} endpoint are protected; see {@link TlsOptions#DEFAULT}.
     */
    public PoolBuilder tls(TlsOptions tls) {
        this.tls = tls;
        return this;
    }

    /** What is said first on each new connection, such as a login; nothing unless told. */
    public PoolBuilder opening(ConnectionCheck opening) {
        this.opening = opening;
        return this;
    }

    /**
     * Asks whether a connection that was idle is still good, before it is lent. Without it, a
     * connection that has ended, or on which the server has said something, is not lent; this costs
     * no question.
     *
     * @param idle how long it must have been idle; {@link Duration#ZERO} asks each time
     */
    public PoolBuilder checkAfter(Duration idle, ConnectionCheck check) {
        checkAfter = idle;
        this.check = check;
        return this;
    }

    /**
     * Has connections logged that are lent for longer than {@code time}, with who borrowed them.
     */
    public PoolBuilder leakAfter(Duration time) {
        leakAfter = checked(time);
        return this;
    }

    /**
     * As {@link #leakAfter(Duration)}, told to {@code leaks} in place of the log.
     *
     * @param leaks gets the borrower's stack, once for each connection that is lent for too long
     */
    public PoolBuilder leakAfter(Duration time, Consumer<Throwable> leaks) {
        this.leaks = leaks;
        return leakAfter(time);
    }

    private static Duration checked(Duration time) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("not above 0: " + Durations.text(time));
        }
        return time;
    }

    /** Makes the pool, and begins to open {@link #connectionsMin}. */
    public ConnectionPool start() {
        return new ConnectionPool(this);
    }
}
