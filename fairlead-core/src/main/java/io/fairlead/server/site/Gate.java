package io.fairlead.server.site;

import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the connections of a server, and says what happens to one too many. Safe for any thread.
 */
public final class Gate {
    private final Semaphore places;
    private final boolean refuses;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param limits say what happens over the limit
     * @param placesMax connections at a time, at most {@code limits.connectionsMax()}
     */
    public Gate(Limits limits, int placesMax) {
        places = new Semaphore(Math.min(placesMax, limits.connectionsMax()));
        refuses = limits.overLimit() == OverLimit.REFUSE;
    }

    /** True if a connection over the limit is accepted, to be told so. */
    public boolean refuses() {
        return refuses;
    }

    /** Takes a place, waiting for one. */
    public void enter() throws InterruptedException {
        places.acquire();
    }

    /** Takes a place if there is one. */
    public boolean tryEnter() {
        return places.tryAcquire();
    }

    /** Gives a place back. */
    public void leave() {
        places.release();
    }

    /** Lets everybody pass who waits: the listener behind the gate is closed. May be repeated. */
    public void close() {
        if (closed.compareAndSet(false, true)) places.release(Integer.MAX_VALUE / 2);
    }
}
