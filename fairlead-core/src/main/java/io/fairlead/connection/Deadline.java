package io.fairlead.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a wait, on the clock of {@link System#nanoTime}. Immutable. */
final class Deadline {
    private final @Nullable Duration timeout;
    private final long endNs;

    /**
     * @param timeout from now on; null is for ever
     */
    Deadline(@Nullable Duration timeout) {
        this.timeout = timeout;
        endNs = timeout == null ? 0 : System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** What is left in milliseconds, rounded up; 0 when the time is over, at most {@code maxMs}. */
    int leftMs(int maxMs) {
        if (timeout == null) return maxMs;
        long leftNs = endNs - System.nanoTime();
        return leftNs <= 0 ? 0 : (int) Math.min(maxMs, (leftNs + 999_999) / 1_000_000);
    }

    /** How long the whole wait is; 0 if it is for ever. */
    long timeoutMs() {
        return timeout == null ? 0 : timeout.toMillis();
    }
}
