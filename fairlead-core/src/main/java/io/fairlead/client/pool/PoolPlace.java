package io.fairlead.client.pool;

import io.fairlead.server.host.Host;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A place in a pool, waited for: it comes with a connection, or empty for a new one. */
final class PoolPlace {
    private final CompletableFuture<@Nullable PooledConnection> given = new CompletableFuture<>();

    /** False if it is not waited for any more. */
    boolean give(@Nullable PooledConnection pooled) {
        return given.complete(pooled);
    }

    /** The pool is closed. */
    void refuse(PoolException reason) {
        given.completeExceptionally(reason);
    }

    /**
     * Waits for it.
     *
     * @param host where the thread waits
     * @return false if it was not given in time
     * @throws PoolException if it was refused
     */
    boolean await(Host host, Duration timeout) throws PoolException, InterruptedException {
        if (!host.await(given, timeout)) return leave();
        if (!given.isCompletedExceptionally()) return true;
        if (given.exceptionNow() instanceof PoolException reason) throw reason;
        throw new IllegalStateException(given.exceptionNow());
    }

    /** Waits no more; true if it was given after all. */
    boolean leave() {
        return !given.cancel(false) && !given.isCompletedExceptionally();
    }

    /** The connection at the place that was given; null if there is none. */
    @Nullable PooledConnection connection() {
        return given.getNow(null);
    }
}
