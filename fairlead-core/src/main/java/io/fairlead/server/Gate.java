package io.fairlead.server;

import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the connections of a server, and says what happens to one too many. Safe for any thread.
 */
final class Gate {
    private final Semaphore places;
    private final boolean refuses;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param limits say what happens over the limit
     * @param placesMax connections at a time, at most {@code limits.connectionsMax()}
     */
    Gate(Limits limits, int placesMax) {
        places = new Semaphore(Math.min(placesMax, limits.connectionsMax()));
        refuses = limits.overLimit() == OverLimit.REFUSE;
    }

    /** True if a connection over the limit is accepted, to be told so. */
    boolean refuses() {
        return refuses;
    }

    /** Takes a place, waiting for one. */
    void enter() throws InterruptedException {
        places.acquire();
    }

    /** Takes a place if there is one. */
    boolean tryEnter() {
        return places.tryAcquire();
    }

    /** Gives a place back. */
    void leave() {
        places.release();
    }

    /** Lets everybody pass who waits: the listener behind the gate is closed. May be repeated. */
    void close() {
        if (closed.compareAndSet(false, true)) places.release(Integer.MAX_VALUE / 2);
    }
}
