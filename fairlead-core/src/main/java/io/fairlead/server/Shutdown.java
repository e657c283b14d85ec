package io.fairlead.server;

import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of a server: drains it, cuts what is left, and says who does not come back. */
final class Shutdown {
    private static final int STUCK_MAX = 8;

    private final Engine engine;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean drainsBeside = new AtomicBoolean();

    Shutdown(Engine engine) {
        this.engine = engine;
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** As {@link Server#drain}. */
    int drain(Duration timeout) throws InterruptedException {
        if (!engine.isServing()) return drainHere(timeout);
        drainBeside(timeout);
        return 0;
    }

    /** As {@link Server#close}. */
    void close(Duration timeout) {
        if (closed.getCount() == 0) return;
        try {
            drain(timeout);
        } catch (InterruptedException e) {
            engine.cut();
            closed.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private int drainHere(Duration timeout) throws InterruptedException {
        long beganNs = System.nanoTime();
        engine.drain();
        int cut = 0;
        if (!engine.awaitEnd(timeout)) {
            cut = engine.cut();
            // A process without a connection ends then, too.
            if (!engine.awaitEnd(Engine.CUT_TIMEOUT)) tellStuck(System.nanoTime() - beganNs);
        }
        closed.countDown();
        return cut;
    }

    private void tellStuck(long waitedNs) {
        Site site = engine.site();
        Duration waited = Duration.ofNanos(waitedNs);
        engine.busy().stream().limit(STUCK_MAX).forEach(thread -> site.stuck(thread, waited));
    }

    /** Drains in a thread of its own, once. */
    void drainBeside(Duration timeout) {
        if (!drainsBeside.compareAndSet(false, true)) return;
        String name = "fairlead drain " + engine.site().endpoint;
        try {
            Thread.ofPlatform().name(name).start(() -> close(timeout));
        } catch (OutOfMemoryError e) { // no thread: nobody waits, then
            engine.drain();
            closed.countDown();
        }
    }
}
