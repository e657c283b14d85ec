package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that other threads than the loop's want to be sent: they wait here until the loop takes
 * them. Safe for any thread.
 */
final class DatagramOutbox {
    /** What a waiting datagram costs beside its bytes. */
    private static final int OVERHEAD_BYTES = 128;

    private final int bytesMax;
    private final Runnable wake;
    private final ReentrantLock queueing = new ReentrantLock();
    // Guarded by queueing.
    private Queue<Waiting> waiting = new ArrayDeque<>();
    private Queue<Waiting> spare = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    private record Waiting(NativePeer to, @Nullable LocalAddress from, Frame datagram) {}

    /**
     * @param bytesMax most bytes that may wait; one datagram always may
     * @param wake ends the wait of the loop
     */
    DatagramOutbox(int bytesMax, Runnable wake) {
        this.bytesMax = bytesMax;
        this.wake = wake;
    }

    /**
     * Queues a copy of {@code datagram}.
     *
     * @return false if too much waits already, or nothing is sent any more
     */
    boolean add(NativePeer to, Frame datagram) {
        Waiting one = new Waiting(to, to.arrivedAt(), datagram.copy());
        int cost = datagram.size() + OVERHEAD_BYTES;
        boolean first;
        queueing.lock();
        try {
            if (closed || (bytes > 0 && bytes + cost > bytesMax)) return false;
            first = waiting.isEmpty();
            waiting.add(one);
            bytes += cost;
        } finally {
            queueing.unlock();
        }
        if (first) wake.run();
        return true;
    }

    /** Moves all that waits to {@code batch}; for the loop's thread. */
    void moveTo(SendBatch batch) {
        Queue<Waiting> taken = take();
        for (Waiting one; (one = taken.poll()) != null; ) {
            if (!batch.add(one.to(), one.from(), one.datagram())) {
                one.to().lost(1, one.datagram().size());
            }
        }
    }

    private Queue<Waiting> take() {
        queueing.lock();
        try {
            Queue<Waiting> taken = waiting;
            waiting = spare;
            spare = taken;
            bytes = 0;
            return taken;
        } finally {
            queueing.unlock();
        }
    }

    /** Takes no more. */
    void close() {
        queueing.lock();
        try {
            closed = true;
        } finally {
            queueing.unlock();
        }
    }
}
