package io.fairlead.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices when the machine keeps this process from running, for tests that have to act before a
 * deadline passes. Looks from a thread of its own, until it is closed; safe for any thread.
 */
final class Pauses implements AutoCloseable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile long lookedNs = System.nanoTime();
    private volatile long longestNs;
    private volatile boolean closed;

    /** What a test does in time, unless it is paused. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    Pauses() {
        Thread.ofPlatform().daemon().name("test pauses").start(this::look);
    }

    private void look() {
        while (!closed) {
            LockSupport.parkNanos(LOOK_NS);
            long nowNs = System.nanoTime();
            longestNs = Math.max(longestNs, nowNs - lookedNs);
            lookedNs = nowNs;
        }
    }

    /**
     * Runs {@code action}; where it fails after a pause of half the limit, the test is no proof.
     */
    void within(Duration limit, Action action) throws IOException {
        try {
            action.run();
        } catch (IOException e) {
            long pauseNs = Math.max(longestNs, System.nanoTime() - lookedNs);
            assumeTrue(
                    pauseNs < limit.dividedBy(2).toNanos(),
                    () -> "this test was kept waiting for " + pauseNs + " ns, and then: " + e);
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
