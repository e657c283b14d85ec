package io.fairlead.server.datagram;

import io.fairlead.server.watch.FailureLog;
import io.fairlead.service.Limits;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls for one datagram peer, one at a time and in order, on whatever threads the model has.
 * Safe for any thread.
 */
public final class SerialExecutor implements Runnable {
    /** What a waiting call costs beside its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    private final Executor executor;
    private final long bytesMax;
    private final Budget budget;
    private final ReentrantLock queueing = new ReentrantLock();
    // Guarded by queueing.
    private final Queue<Call> calls = new ArrayDeque<>(1);
    private long bytes;
    private boolean running;

    private record Call(Runnable action, int bytes) {}

    /** Bytes that the executors of all peers of a server may hold together. */
    public static final class Budget {
        private final long bytesMax;
        private final AtomicLong bytes = new AtomicLong();

        public Budget(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        private boolean take(long count) {
            if (bytes.addAndGet(count) <= bytesMax) return true;
            bytes.addAndGet(-count);
            return false;
        }

        private void giveBack(long count) {
            bytes.addAndGet(-count);
        }
    }

    /** As much may wait as {@code limits} let wait for a peer. */
    public SerialExecutor(Executor executor, Limits limits, Budget budget) {
        this(executor, limits.queuedBytesMax(), budget);
    }

    /**
     * @param bytesMax most bytes that may wait
     */
    public SerialExecutor(Executor executor, long bytesMax, Budget budget) {
        this.executor = executor;
        this.bytesMax = bytesMax;
        this.budget = budget;
    }

    /**
     * Runs {@code action} after what was given before.
     *
     * @param payloadBytes that the action holds
     * @return false if too much waits already
     */
    public boolean run(Runnable action, int payloadBytes) {
        Call call = new Call(action, payloadBytes + OVERHEAD_BYTES);
        queueing.lock();
        try {
            if (bytes > 0 && bytes + call.bytes() > bytesMax) return false;
            if (!budget.take(call.bytes())) return false;
        } finally {
            queueing.unlock();
        }
        add(call);
        return true;
    }

    /**
     * Begins a call in this thread, unless one is under way.
     *
     * @return true if nothing else runs until {@link #leave}
     */
    boolean tryEnter() {
        queueing.lock();
        try {
            if (running) return false;
            running = true;
            return true;
        } finally {
            queueing.unlock();
        }
    }

    /** Ends a call that {@link #tryEnter} began, and runs what has come in the meantime. */
    void leave() {
        run();
    }

    /** Runs {@code action} after all that was given before, however much that is. */
    public void add(Runnable action) {
        add(new Call(action, 0));
    }

    private void add(Call call) {
        boolean start;
        queueing.lock();
        try {
            calls.add(call);
            bytes += call.bytes();
            start = !running;
            running = true;
        } finally {
            queueing.unlock();
        }
        if (start) executor.execute(this);
    }

    /** Runs what waits, until nothing does. */
    @Override
    public void run() {
        for (Call call; (call = next()) != null; ) {
            try {
                call.action().run();
            } catch (RuntimeException | Error e) { // the next call must come all the same
                FailureLog.SHARED.log("a call for a datagram peer failed", e);
            } finally {
                done(call);
            }
        }
    }

    private @Nullable Call next() {
        queueing.lock();
        try {
            Call call = calls.poll();
            if (call == null) running = false;
            return call;
        } finally {
            queueing.unlock();
        }
    }

    private void done(Call call) {
        queueing.lock();
        try {
            bytes -= call.bytes();
        } finally {
            queueing.unlock();
        }
        budget.giveBack(call.bytes());
    }
}
