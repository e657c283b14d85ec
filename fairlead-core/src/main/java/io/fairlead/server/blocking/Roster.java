package io.fairlead.server.blocking;

import io.fairlead.server.site.Driver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** The connections of an engine that are open at this moment. Safe for any thread. */
public final class Roster {
    private final ReentrantLock listing = new ReentrantLock();
    // Guarded by listing.
    private final Map<Driver, Thread> open = new LinkedHashMap<>(); // in the order they came
    private CompletableFuture<Void> emptied = new CompletableFuture<>(); // the next time
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
        CompletableFuture<Void> now = null;
        listing.lock();
        try {
            open.remove(driver);
            if (open.isEmpty()) {
                now = emptied;
                emptied = new CompletableFuture<>();
            }
        } finally {
            listing.unlock();
        }
        if (now != null) now.complete(null);
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
    public List<Thread> threads() {
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

    /** Completes when nobody is inside, which may be so now. */
    public CompletableFuture<Void> emptied() {
        listing.lock();
        try {
            return open.isEmpty() ? CompletableFuture.completedFuture(null) : emptied;
        } finally {
            listing.unlock();
        }
    }
}
