package io.fairlead.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of one run are told, and tell; safe for any thread. Times are those of {@link
 * System#nanoTime}.
 *
 * <pre>
 *   connect ... begin ── settle ── warm-up ── measure ──────── end ── answers under way ── over
 * </pre>
 */
final class Control {
    final Load load;
    final Target target;
    final AtomicInteger connected = new AtomicInteger();

    /** Connections that have had an answer. */
    final AtomicInteger answered = new AtomicInteger();

    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile int lanesAllowed;
    private volatile boolean begun;
    private volatile boolean stopped;
    private volatile long beginNs;
    private volatile long measureNs;
    private volatile long endNs;

    Control(Load load, Target target) {
        this.load = load;
        this.target = target;
    }

    // ---- connecting ----

    /** How long connecting may take, now that the name was looked up. */
    long connectTimeoutNs() {
        return target.connectTimeoutNs(load.connectTimeout());
    }

    /** Lanes with numbers below this may connect. */
    int lanesAllowed() {
        return lanesAllowed;
    }

    void allowLanes(int count) {
        lanesAllowed = count;
    }

    // ---- the measurement ----

    /** From now on messages go. */
    void begin(long nowNs) {
        beginNs = nowNs;
        settled(nowNs + load.settle().toNanos());
        begun = true;
    }

    /** The warm-up begins, no later than was thought. */
    void settled(long nowNs) {
        measureNs = nowNs + load.warmUp().toNanos();
        endNs = measureNs + load.duration().toNanos();
    }

    boolean hasBegun() {
        return begun;
    }

    long beginNs() {
        return beginNs;
    }

    long measureNs() {
        return measureNs;
    }

    long endNs() {
        return endNs;
    }

    /** Whether what was due, or began, at {@code timeNs} counts. */
    boolean counts(long timeNs) {
        return begun && timeNs - measureNs >= 0 && timeNs - endNs < 0;
    }

    /** Whether nothing more is sent. */
    boolean isOver(long nowNs) {
        return stopped || (begun && nowNs - endNs >= 0);
    }

    // ---- the end ----

    /** Ends the run early; what was measured so far is the result. */
    void stop(long nowNs) {
        if (!stopped && begun && nowNs - endNs < 0) endNs = nowNs;
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Ends the run, which has no other reason to end than {@code why}. */
    void fail(Exception why) {
        failure.compareAndSet(null, why);
        stop(System.nanoTime());
    }

    @Nullable Exception failure() {
        return failure.get();
    }
}
