package io.fairlead.server.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * A server's place on a loop, which it has for itself, and starts and ends, or shares with others.
 * Safe for any thread.
 *
 * @param loop serves it
 * @param tenant the server
 * @param close gives back its socket; called where the loop does not
 */
public record LoopPlace(EventLoop loop, LoopTenant tenant, Runnable close) {
    /** Takes a place, in the constructor of its tenant. */
    public static LoopPlace take(EventLoop loop, LoopTenant tenant, Runnable close) {
        LoopPlace place = new LoopPlace(loop, tenant, close);
        if (!place.isShared()) loop.begin(tenant);
        return place;
    }

    private boolean isShared() {
        return loop.tenants().shareLoop();
    }

    /** Begins to serve. */
    public void start() throws IOException {
        if (!isShared()) {
            loop.start();
            return;
        }
        try {
            loop.tenants().join(tenant, loop);
        } catch (IOException e) {
            close.run();
            throw e;
        }
    }

    /** Gives up what has not been started. */
    public void discard() {
        if (isShared()) {
            close.run();
        } else {
            loop.end();
        }
    }

    /**
     * Waits for the end of the server, or of the loop that it has for itself.
     *
     * @param left completes when the server has left the loop
     * @return false if {@code timeout} is over before that
     */
    public boolean awaitEnd(Future<?> left, Duration timeout) throws InterruptedException {
        return isShared() ? loop.host().await(left, timeout) : loop.thread().awaitEnd(timeout);
    }
}
