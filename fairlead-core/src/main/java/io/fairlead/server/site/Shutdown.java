package io.fairlead.server.site;

import io.fairlead.server.host.Host;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** The end of a server or client: drains it, cuts what is left, and says who does not come back. */
public final class Shutdown {
    private static final int STUCK_MAX = 8;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Engine engine;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicBoolean drainsBeside = new AtomicBoolean();

    public Shutdown(Engine engine) {
        this.engine = engine;
    }

    /** Completes when it is over. */
    public CompletableFuture<Void> closed() {
        return closed;
    }

    /** As {@link io.fairlead.server.Server#drain}. */
    public int drain(Duration timeout) throws InterruptedException {
        if (!engine.isServing()) return drainHere(timeout);
        drainBeside(timeout);
        return 0;
    }

    /** As {@link io.fairlead.server.Server#retire}. */
    public int retire(Duration timeout, Host host) throws InterruptedException {
        LongSupplier clockNs = engine.site().terms.clockNs();
        long endNs = clockNs.getAsLong() + timeout.toNanos();
        if (engine.datagrams() != null) return drain(DRAIN_TIMEOUT); // two would read one queue
        engine.stopAccepting();
        CompletableFuture<Void> never = new CompletableFuture<>();
        // Seldom, and not for long: no connection has to tell that it has ended.
        while (!engine.isEmpty() && clockNs.getAsLong() < endNs) host.await(never, LOOK);
        return drain(DRAIN_TIMEOUT);
    }

    /** As {@link io.fairlead.server.Server#close}. */
    public void close(Duration timeout) {
        if (closed.isDone()) return;
        try {
            drain(timeout);
        } catch (InterruptedException e) {
            engine.cut();
            closed.complete(null);
            Thread.currentThread().interrupt();
        }
    }

    private int drainHere(Duration timeout) throws InterruptedException {
        LongSupplier clockNs = engine.site().terms.clockNs();
        long beganNs = clockNs.getAsLong();
        engine.drain();
        int cut = 0;
        if (!engine.awaitEnd(timeout)) {
            cut = engine.cut();
            // A process without a connection ends then, too.
            if (!engine.awaitEnd(Engine.CUT_TIMEOUT)) tellStuck(clockNs.getAsLong() - beganNs);
        }
        closed.complete(null);
        return cut;
    }

    private void tellStuck(long waitedNs) {
        Site site = engine.site();
        Duration waited = Duration.ofNanos(waitedNs);
        engine.busy().stream().limit(STUCK_MAX).forEach(thread -> site.stuck(thread, waited));
    }

    /** Drains in a thread of its own, once. */
    public void drainBeside(Duration timeout) {
        if (!drainsBeside.compareAndSet(false, true)) return;
        String name = "fairlead drain " + engine.site().endpoint;
        try {
            Thread.ofPlatform().name(name).start(() -> close(timeout));
        } catch (OutOfMemoryError e) { // no thread: nobody waits, then
            engine.drain();
            closed.complete(null);
        }
    }
}
