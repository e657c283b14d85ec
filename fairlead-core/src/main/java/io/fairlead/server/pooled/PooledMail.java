package io.fairlead.server.pooled;

import io.fairlead.posix.Posix;
import io.fairlead.server.site.Waker;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have for a loop, and what ends its wait.
 *
 * <p>The methods that post are for any thread, the rest for the loop's. Who posts looks whether the
 * loop sleeps after that, and the loop looks at what is posted after it says so: one of them sees
 * the other, and a loop that does not sleep costs no system call.
 */
final class PooledMail {
    private final Waker waker;
    private final Queue<Runnable> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean ended;

    PooledMail(Posix posix) {
        waker = new Waker(posix);
    }

    /** The descriptor that becomes readable, or {@code -errno}. */
    int fd() {
        return waker.fd();
    }

    // ---- any thread ----

    /** Leaves the task of a virtual thread that may run on. */
    void postThread(Runnable task) {
        threads.add(task);
        ring();
        if (ended) forwardThreads();
    }

    /** Leaves something for the loop's own thread; nothing comes of it if the loop has ended. */
    void postAction(Runnable action) {
        actions.add(action);
        ring();
    }

    private void ring() {
        if (asleep.get() && asleep.compareAndSet(true, false)) waker.wake();
    }

    // ---- the loop's thread ----

    /** The loop is about to wait; false if there is something to do instead. */
    boolean fallAsleep() {
        asleep.set(true);
        return threads.isEmpty() && actions.isEmpty();
    }

    /** The wait is over. */
    void wokeUp() {
        asleep.set(false);
    }

    @Nullable Runnable nextThread() {
        return threads.poll();
    }

    @Nullable Runnable nextAction() {
        return actions.poll();
    }

    /** The descriptor is readable. */
    void drained() {
        waker.drained();
    }

    /** The loop ends: from here on its virtual threads run elsewhere. */
    void end() {
        ended = true;
        forwardThreads();
        close();
    }

    void close() {
        waker.close();
    }

    private void forwardThreads() {
        for (Runnable task; (task = threads.poll()) != null; ) forward(task);
    }

    /** Threads that a handler has started may outlive the server: any thread can carry them. */
    static void forward(Runnable task) {
        ForkJoinPool.commonPool().execute(task);
    }
}
