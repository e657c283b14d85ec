package io.fairlead.posix;

import java.util.concurrent.TimeUnit;

/** The timeout of poll(2), epoll_wait(2) and a selector, which count in milliseconds. */
public final class PollTimeout {
    /** Waits for ever. */
    public static final int NONE = -1;

    private PollTimeout() {}

    /**
     * Rounds up, so that a deadline has come when the wait for it is over.
     *
     * @param timeoutNs in nanoseconds; {@link Long#MAX_VALUE} is for ever, and at or below 0 does
     *     not wait
     * @return in milliseconds, at least 0, or {@link #NONE}
     */
    public static int millis(long timeoutNs) {
        if (timeoutNs == Long.MAX_VALUE) return NONE;
        if (timeoutNs <= 0) return 0;
        long ms = TimeUnit.NANOSECONDS.toMillis(timeoutNs);
        boolean whole = timeoutNs == TimeUnit.MILLISECONDS.toNanos(ms);
        return (int) Math.min(whole ? ms : ms + 1, Integer.MAX_VALUE);
    }

    /**
     * Rounds down, for a caller that would rather look again than be late.
     *
     * @param timeoutNs in nanoseconds, at least 0
     * @return in milliseconds, 0 for less than one
     */
    public static int wholeMillis(long timeoutNs) {
        return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(timeoutNs), Integer.MAX_VALUE);
    }
}
