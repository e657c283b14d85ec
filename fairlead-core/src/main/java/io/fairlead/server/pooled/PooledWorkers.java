package io.fairlead.server.pooled;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * The virtual threads of one loop that serve sessions: a connection of a {@code Service} has a
 * thread only while there is something to serve, so one that is idle keeps no stack.
 *
 * <pre>
 *   ready ──▶ worker: serves one after the other, until none is ready
 *               └ blocked in a service: the loop calls another worker for the rest
 * </pre>
 *
 * <p>Belongs to the loop's thread and the threads that it carries.
 */
final class PooledWorkers {
    private static final int IDLE_MAX = 4;

    private final PooledLoop loop;
    private final ArrayDeque<PooledSessionSocket> ready = new ArrayDeque<>();
    private final ArrayDeque<Thread> idle = new ArrayDeque<>();
    private boolean called;
    private boolean closed;

    PooledWorkers(PooledLoop loop) {
        this.loop = loop;
    }

    /** Has {@code socket} served by the next worker. */
    void add(PooledSessionSocket socket) {
        ready.add(socket);
    }

    /** True if somebody is to be served, and no worker on the way. */
    boolean isWanted() {
        return !ready.isEmpty() && !called;
    }

    /** Calls one worker if one is wanted. */
    void call() {
        if (!isWanted()) return;
        called = true;
        Thread worker = idle.pollLast();
        if (worker == null) {
            loop.thread(this::work).start();
        } else {
            LockSupport.unpark(worker);
        }
    }

    private void work() {
        Thread self = Thread.currentThread();
        while (true) {
            called = false;
            for (PooledSessionSocket socket; (socket = ready.poll()) != null; ) socket.serve();
            if (closed || idle.size() >= IDLE_MAX) return;
            Thread.interrupted(); // left by a service
            idle.add(self);
            while (idle.contains(self)) LockSupport.park();
        }
    }

    /** Lets the workers go. */
    void close() {
        closed = true;
        while (!idle.isEmpty()) LockSupport.unpark(idle.poll());
    }
}
