package io.fairlead.server.blocking;

import io.fairlead.connection.ThreadHost;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that serves a connection, and whether others have something for it. */
final class Owner {
    /**
     * How long to wait before memory is asked for again, at first; then twice as long each time.
     */
    static final long MEMORY_RETRY_NS = 10_000_000;

    private static final long MEMORY_RETRY_NS_MAX = 2_000_000_000;

    private final ThreadHost waiting;
    private volatile @Nullable Thread thread;
    private volatile boolean changed;
    private volatile boolean reading;
    private long memoryRetryNs = MEMORY_RETRY_NS; // belongs to the owner

    Owner(ThreadHost waiting) {
        this.waiting = waiting;
    }

    /** The calling thread serves from here on. */
    void isCurrent() {
        thread = Thread.currentThread();
    }

    /** Nobody serves, until somebody is called. */
    void isNobody() {
        thread = null;
    }

    boolean isCaller() {
        return Thread.currentThread().equals(thread);
    }

    /** There is something to do. Safe for any thread. */
    void changed() {
        changed = true;
        LockSupport.unpark(thread);
    }

    /** The owner is about to look at all there is to do. */
    void unchanged() {
        changed = false;
    }

    /**
     * From here on whoever queues bytes sends them too. False if something was queued while that
     * was not yet so: each side first writes its own flag and then reads the other's, so at least
     * one of them sees the other.
     */
    boolean readsFromNow() {
        reading = true;
        if (!changed) return true;
        reading = false;
        return false;
    }

    /** The read of {@link #readsFromNow} has returned. */
    void hasRead() {
        reading = false;
    }

    boolean isReading() {
        return reading;
    }

    /**
     * The owner waits until something has changed.
     *
     * @return false if its thread was interrupted
     */
    boolean awaitChange() {
        return awaitChange(Long.MAX_VALUE);
    }

    private boolean awaitChange(long timeoutNs) {
        long startNs = waiting.nanoTime();
        for (long waitedNs = 0; !changed && waitedNs < timeoutNs; ) {
            if (Thread.currentThread().isInterrupted()) return false;
            waiting.park(timeoutNs - waitedNs);
            waitedNs = waiting.nanoTime() - startNs;
        }
        return true;
    }

    /**
     * As {@link #awaitChange}, until memory may be had again. Thousands that wait for it must not
     * keep the others from the processor.
     */
    boolean awaitMemory() {
        boolean waited = awaitChange(memoryRetryNs);
        memoryRetryNs = Math.min(2 * memoryRetryNs, MEMORY_RETRY_NS_MAX);
        return waited;
    }

    /** The owner got memory. */
    void hasMemory() {
        memoryRetryNs = MEMORY_RETRY_NS;
    }
}
