package io.fairlead.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a state to come true, for a bounded time: the only way in which tests wait. */
public final class Eventually {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Eventually() {}

    /** Returns when {@code condition} is true; fails after 60 s. */
    public static void until(String what, BooleanSupplier condition) {
        until(() -> what, condition);
    }

    /** As {@link #until(String, BooleanSupplier)}; the text is asked for at the failure. */
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - startNs > LIMIT_NS) {
                throw new AssertionError("has not come true in 60 s: " + what.get());
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
