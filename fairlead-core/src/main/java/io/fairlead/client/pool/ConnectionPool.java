package io.fairlead.client.pool;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Connections in blocking style to one server: a bounded number, each with one borrower at a time.
 *
 * <pre>{@code
 * try (LeasedConnection connection = pool.borrow()) {
 *     connection.writeLine("hello");
 *     String answer = connection.readLine();
 * }
 * }</pre>
 *
 * <p>For requests that many threads send over one connection there is {@link
 * io.fairlead.client.call.Calls}. Safe for any thread; no lock is held while a connection is made,
 * asked or closed.
 */
public final class ConnectionPool implements AutoCloseable {
    private final PoolBuilder terms;
    private final PoolState state;
    private final PoolKeeper keeper;

    ConnectionPool(PoolBuilder terms) {
        this.terms = terms;
        state = new PoolState(terms);
        keeper = new PoolKeeper(this, state, terms);
        keeper.look();
    }

    /**
     * Begins to describe a pool.
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007}; see {@link Endpoint#parse}
     * @throws IllegalArgumentException if the endpoint is not one, or is a UDP one
     */
    public static PoolBuilder to(String endpoint) {
        return to(Endpoint.parse(endpoint));
    }

    /** As {@link #to(String)}. */
    public static PoolBuilder to(Endpoint endpoint) {
        return new PoolBuilder(endpoint);
    }

    // ---- borrowing ----

    /**
     * Borrows a connection: an idle one, or a new one if there are fewer than the maximum. Else it
     * waits for one; who waits longest is served first.
     *
     * @return {@link LeasedConnection#close} gives it back
     * @throws PoolException if none is free in time, or the pool is closed
     * @throws IOException if a new one is needed and cannot be made; says why
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public LeasedConnection borrow() throws IOException, InterruptedException {
        return borrow(terms.timeout);
    }

    /**
     * As {@link #borrow()}.
     *
     * @param timeout for all of it: waiting, connecting, asking whether it is good
     */
    public LeasedConnection borrow(Duration timeout) throws IOException, InterruptedException {
        long deadlineNs = nowNs() + Math.min(timeout.toNanos(), Long.MAX_VALUE / 2);
        Throwable borrower = terms.leakAfter == null ? null : keeper.borrower();
        PooledConnection pooled = good(await(timeout), left(deadlineNs));
        if (pooled == null) pooled = connect(left(deadlineNs));
        LeasedConnection lease = new LeasedConnection(this, pooled, borrower);
        if (!state.lend(lease)) {
            pooled.connection.close();
            state.freePlace();
            throw state.closedReason();
        }
        keeper.watch();
        return lease;
    }

    /**
     * Borrows in a virtual thread, and returns at once.
     *
     * @return fails as {@link #borrow()} does. Who cancels it wants no connection: it is given back
     */
    public CompletableFuture<LeasedConnection> borrowLater() {
        CompletableFuture<LeasedConnection> later = new CompletableFuture<>();
        terms.threads.start("fairlead-pool", () -> borrowFor(later));
        return later;
    }

    private void borrowFor(CompletableFuture<LeasedConnection> later) {
        try {
            LeasedConnection lease = borrow();
            if (!later.complete(lease)) lease.close();
        } catch (IOException | InterruptedException | RuntimeException e) {
            later.completeExceptionally(e);
        }
    }

    long nowNs() {
        return terms.clockNs.getAsLong();
    }

    /** The connection at the place that is ours then; null if one is to be made. */
    private @Nullable PooledConnection await(Duration timeout)
            throws PoolException, InterruptedException {
        PoolPlace place = state.place();
        try {
            if (place.await(terms.host, timeout)) return place.connection();
            throw state.noneFree(timeout);
        } catch (InterruptedException e) {
            if (place.leave()) handOn(place.connection());
            throw e;
        } finally {
            state.forget(place);
        }
    }

    /** The connection, if it may be lent; else it is closed, and its place stays taken. */
    private @Nullable PooledConnection good(@Nullable PooledConnection pooled, Duration timeout) {
        if (pooled == null) return null;
        boolean checked = false;
        boolean good = false;
        try {
            good = pooled.isGood(terms, timeout);
            checked = true;
        } finally {
            if (!good) pooled.connection.close();
            if (!checked) state.freePlace(); // the check has failed, and the borrower with it
        }
        return good ? pooled : null;
    }

    private Duration left(long deadlineNs) {
        return Duration.ofNanos(Math.max(1, deadlineNs - nowNs()));
    }

    /** Makes a connection at a place that is ours; if that fails, somebody else may have it. */
    private PooledConnection connect(Duration timeout) throws IOException {
        boolean made = false;
        try {
            Duration most = terms.options.timeout();
            Duration time = timeout.compareTo(most) < 0 ? timeout : most;
            ConnectOptions options = terms.options.withTimeout(time);
            Connection connection = terms.connecting.connect(terms.endpoint, options, terms.tls);
            PooledConnection pooled = PooledConnection.opened(connection, terms, timeout);
            made = true;
            return pooled;
        } finally {
            if (!made) state.freePlace();
        }
    }

    // ---- giving back ----

    Duration timeout() {
        return terms.timeout;
    }

    void giveBack(LeasedConnection lease, boolean good) {
        if (!state.takeBack(lease)) return;
        if (good) {
            lease.pooled.idles();
            handOn(lease.pooled);
        } else {
            lease.pooled.connection.close();
            state.freePlace();
        }
    }

    private void handOn(@Nullable PooledConnection pooled) {
        if (pooled == null) {
            state.freePlace();
        } else if (!state.handOn(pooled)) {
            pooled.connection.close();
            state.freePlace();
        }
    }

    /** Connects until there are as many as are kept. */
    void fill() throws IOException {
        while (state.takePlaceToFill()) handOn(connect(terms.timeout));
    }

    /** The counts at this moment. */
    public PoolStats stats() {
        return state.stats();
    }

    /**
     * Lends no more, and closes all connections, those that are lent as well: who uses one gets an
     * exception. Who waits for one gets a {@link PoolException}.
     */
    @Override
    public void close() {
        state.close().forEach(Connection::close);
        keeper.stop();
    }
}
