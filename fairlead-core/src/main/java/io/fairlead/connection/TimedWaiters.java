package io.fairlead.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that wait for a time, or until somebody wakes them. Who waits is added before it looks
 * whether it has to; who ends the wait says so before it wakes: one of them sees the other. Safe
 * for any thread.
 */
final class TimedWaiters {
    private volatile @Nullable Queue<Thread> threads; // made when used: most connections have none

    void add(Thread thread) {
        threads().add(thread);
    }

    private Queue<Thread> threads() {
        Queue<Thread> known = threads;
        return known != null ? known : makeThreads();
    }

    private synchronized Queue<Thread> makeThreads() {
        Queue<Thread> known = threads;
        if (known != null) return known;
        Queue<Thread> made = new ConcurrentLinkedQueue<>();
        threads = made;
        return made;
    }

    void remove(Thread thread) {
        threads().remove(thread);
    }

    /** Has all of them look again. */
    void wake() {
        Queue<Thread> known = threads;
        if (known == null) return;
        for (Thread thread : known) LockSupport.unpark(thread);
    }
}
