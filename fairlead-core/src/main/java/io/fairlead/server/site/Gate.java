package io.fairlead.server.site;

import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the connections of a server, and says what happens to one too many. Safe for any thread.
 */
public final class Gate {
    private static final int OPEN = Integer.MAX_VALUE / 2;

    private final int all;
    private final Semaphore places;
    private final boolean refuses;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param limits say what happens over the limit
     * @param placesMax connections at a time, at most {@code limits.connectionsMax()}
     */
    public Gate(Limits limits, int placesMax) {
        all = Math.min(placesMax, limits.connectionsMax());
        places = new Semaphore(all);
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

    /** True if nobody has a place, once it is closed. */
    public boolean isEmpty() {
        return closed.get() && places.availablePermits() == all + OPEN;
    }

    /** Lets everybody pass who waits: the listener behind the gate is closed. May be repeated. */
    public void close() {
        if (closed.compareAndSet(false, true)) places.release(OPEN);
    }
}
