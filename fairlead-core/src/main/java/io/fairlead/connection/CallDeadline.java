package io.fairlead.connection;

import io.fairlead.posix.PollTimeout;
import io.fairlead.service.DeadlineException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a call, however often it waits. Immutable. */
public final class CallDeadline {
    private final @Nullable Duration timeout;
    private final ThreadHost waiting;
    private final long endNs;

    /**
     * By the machine's clock.
     *
     * @param timeout from now on; null is for ever, and zero does not wait
     */
    public CallDeadline(@Nullable Duration timeout) {
        this(timeout, ThreadHost.REAL);
    }

    /**
     * By the clock of {@code waiting}.
     *
     * @param timeout from now on; null is for ever, and zero does not wait
     */
    public CallDeadline(@Nullable Duration timeout, ThreadHost waiting) {
        this.timeout = timeout;
        this.waiting = waiting;
        endNs = timeout == null ? 0 : waiting.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** What is left in milliseconds, rounded up; 0 when the time is over, at most {@code maxMs}. */
    int leftMs(int maxMs) {
        if (timeout == null) return maxMs;
        return Math.min(maxMs, PollTimeout.millis(leftNs()));
    }

    /** True if the time is never over. */
    boolean isNever() {
        return timeout == null;
    }

    /** What is left in nanoseconds; 0 or less when the time is over, which has one. */
    long leftNs() {
        return endNs - waiting.nanoTime();
    }

    /** What is left; zero when the time is over, null for ever. */
    public @Nullable Duration left() {
        if (timeout == null || timeout.isZero()) return timeout;
        long leftNs = leftNs();
        return leftNs <= 0 ? Duration.ZERO : Duration.ofNanos(leftNs);
    }

    /**
     * Says when the time is over: whoever brings a little now and then does not prolong it.
     *
     * @throws DeadlineException if it is; never where it does not wait at all
     */
    void check() throws DeadlineException {
        if (timeout == null || timeout.isZero()) return;
        if (leftNs() <= 0) throw late(0);
    }

    /** That a read took too long, after so many bytes of what was asked for. */
    DeadlineException late(int bytes) {
        if (bytes == 0)
            return new DeadlineException("nothing arrived within " + timeoutMs() + " ms");
        return new DeadlineException(
                "only " + bytes + " bytes of it arrived within " + timeoutMs() + " ms");
    }

    /** That a write took too long. */
    DeadlineException notTaken() {
        return new DeadlineException("not all was sent within " + timeoutMs() + " ms");
    }

    /** How long the whole wait is; 0 if it is for ever. */
    long timeoutMs() {
        return timeout == null ? 0 : timeout.toMillis();
    }
}
