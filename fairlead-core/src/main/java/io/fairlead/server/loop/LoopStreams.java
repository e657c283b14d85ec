package io.fairlead.server.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one tenant of a loop, from the first to the end of the last. What is not said
 * to be for any thread belongs to the loop's.
 */
final class LoopStreams {
    /** One order in each run of the same: there are simulated ones. */
    private static final Comparator<LoopStream> ORDER =
            Comparator.comparingLong(LoopStream::id)
                    .thenComparing(refused -> refused.socket().remoteAddress().toString());

    private final EventLoop loop;
    private final LoopTenant tenant;
    private final Set<LoopStream> open = ConcurrentHashMap.newKeySet(); // for any thread to read
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile boolean draining;
    private volatile int count;

    LoopStreams(EventLoop loop, LoopTenant tenant) {
        this.loop = loop;
        this.tenant = tenant;
    }

    void add(LoopStream stream) {
        note(stream);
        loop.add(stream);
    }

    /** As {@link #add}, for one that {@code attempt} has connected. */
    void addConnected(LoopAttempt attempt, LoopStream stream) {
        note(stream);
        loop.addConnected(attempt, stream);
    }

    private void note(LoopStream stream) {
        open.add(stream);
        count = open.size();
    }

    /** One has ended. */
    void remove(LoopStream stream) {
        open.remove(stream);
        count = open.size();
    }

    /** Asks all to finish; false if that has been done. */
    boolean drain() {
        if (draining) return false;
        draining = true;
        inOrder().forEach(LoopStream::drain);
        return true;
    }

    void cut() {
        inOrder().forEach(LoopStream::cut);
    }

    private List<LoopStream> inOrder() {
        return open.stream().sorted(ORDER).toList();
    }

    /** The tenant leaves the loop, if it drains and nothing is left of it. */
    void leaveIfDrained() {
        if (draining && open.isEmpty()) leave();
    }

    private void leave() {
        loop.leave(tenant);
        left.complete(null);
    }

    /** The loop has ended. */
    void end() {
        cut();
        left.complete(null);
    }

    // ---- any thread ----

    boolean isDraining() {
        return draining;
    }

    /** Those that are open. */
    Set<LoopStream> open() {
        return open;
    }

    /** How many are open. */
    int count() {
        return count;
    }

    /** Completes when the tenant has left. */
    CompletableFuture<Void> left() {
        return left;
    }

    /** Waits until the tenant has left; false if {@code timeout} is over first. */
    boolean awaitLeft(Duration timeout) throws InterruptedException {
        return loop.host().await(left, timeout);
    }
}
