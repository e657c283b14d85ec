package io.fairlead.server.blocking;

import io.fairlead.server.site.Driver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The connections of an engine that are open at this moment. Safe for any thread. */
public final class Roster {
    private final ReentrantLock listing = new ReentrantLock();
    private final Condition emptied = listing.newCondition();
    // Guarded by listing.
    private final Map<Driver, Thread> open = new HashMap<>();
    private boolean draining;

    /** Adds what this thread serves; false if it is too late, because the server shuts down. */
    public boolean add(Driver driver) {
        listing.lock();
        try {
            if (!draining) open.put(driver, Thread.currentThread());
            return !draining;
        } finally {
            listing.unlock();
        }
    }

    public void remove(Driver driver) {
        listing.lock();
        try {
            open.remove(driver);
            if (open.isEmpty()) emptied.signalAll();
        } finally {
            listing.unlock();
        }
    }

    public List<Driver> open() {
        listing.lock();
        try {
            return List.copyOf(open.keySet());
        } finally {
            listing.unlock();
        }
    }

    /** The threads that serve them. */
    List<Thread> threads() {
        listing.lock();
        try {
            return List.copyOf(open.values());
        } finally {
            listing.unlock();
        }
    }

    /** Lets nobody in any more, and asks those inside to finish. */
    public void drain() {
        listing.lock();
        try {
            draining = true;
        } finally {
            listing.unlock();
        }
        open().forEach(Driver::drain);
    }

    /** Ends all that are left; returns how many. */
    public int cut() {
        List<Driver> left = open();
        left.forEach(Driver::cut);
        return left.size();
    }

    /** Waits until nobody is inside; false if {@code timeout} is over first. */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        listing.lock();
        try {
            while (!open.isEmpty() && leftNs > 0) leftNs = emptied.awaitNanos(leftNs);
            return open.isEmpty();
        } finally {
            listing.unlock();
        }
    }
}
