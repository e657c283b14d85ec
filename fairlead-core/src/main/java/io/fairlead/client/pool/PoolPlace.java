package io.fairlead.client.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
     * @return false if it was not given in time
     * @throws PoolException if it was refused
     */
    boolean await(Duration timeout) throws PoolException, InterruptedException {
        try {
            given.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return leave();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PoolException reason) throw reason;
            throw new IllegalStateException(e.getCause());
        }
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
