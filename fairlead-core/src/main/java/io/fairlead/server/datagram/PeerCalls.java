package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.site.Site;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Which thread makes the calls of the service for the peers of one loop: the loop's, or the model's
 * threads. Safe for any thread but where said.
 */
final class PeerCalls {
    private final Site site;
    private final EventLoop loop;
    private final @Nullable ExecutorService executor;
    private final SerialExecutor.Budget budget;
    private final Set<Thread> serving = ConcurrentHashMap.newKeySet(); // of the executor's

    /**
     * @param executor runs the calls of the service; null is the loop's thread
     */
    PeerCalls(Site site, EventLoop loop, @Nullable ExecutorService executor) {
        this.site = site;
        this.loop = loop;
        this.executor = executor;
        budget = new SerialExecutor.Budget(site.limits().bufferBytesTotal());
    }

    /** For one more peer. */
    SerialExecutor serial() {
        return new SerialExecutor(this::execute, site.limits(), budget);
    }

    /**
     * Has a datagram that has just come served; in the loop's thread.
     *
     * @param arrivedAt the address it came to; null if that is the one that is bound
     */
    void serve(DatagramPeer peer, Frame datagram, @Nullable LocalAddress arrivedAt) {
        if (executor == null && peer.serial.tryEnter()) {
            try {
                peer.receive(datagram, arrivedAt);
            } finally {
                peer.serial.leave();
            }
        } else { // or a task of this peer's waits, and comes first
            Frame copy = datagram.copy();
            boolean queued = peer.serial.run(() -> peer.receive(copy, arrivedAt), copy.size());
            if (!queued) site.datagramDropped();
        }
    }

    private void execute(Runnable serial) {
        if (executor == null) {
            if (loop.isLoopThread()) {
                serial.run();
            } else {
                loop.ask(serial);
            }
            return;
        }
        try {
            executor.execute(() -> run(serial));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            serial.run(); // the server is being cut, or no thread is to be had
        }
    }

    private void run(Runnable serial) {
        Thread self = Thread.currentThread();
        serving.add(self);
        try {
            serial.run();
        } finally {
            serving.remove(self);
        }
    }

    /** True in a thread that makes such calls. */
    boolean isServing() {
        return loop.isLoopThread() || serving.contains(Thread.currentThread());
    }

    /** Threads that make such a call at this moment, or the loop's, if that is who does. */
    List<Thread> busy() {
        return executor == null ? List.of(loop.thread().thread()) : List.copyOf(serving);
    }

    /** Waits until all calls have been made; in the loop's thread. */
    void close() {
        if (executor != null) executor.close();
    }

    /** Drops calls that wait, and interrupts those under way. */
    void cut() {
        if (executor != null) executor.shutdownNow();
    }
}
