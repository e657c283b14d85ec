package io.fairlead.cli.chat;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows where a rule is drawn above what a person may not have read: before the first message that
 * comes when nothing was typed for a while. Safe for any thread.
 */
final class Unread {
    private final long afterNs;
    private final LongSupplier nanoTime;
    private long typedAtNs;
    private boolean ruled;

    /**
     * @param after how long nothing is typed by who looks away
     */
    Unread(Duration after, LongSupplier nanoTime) {
        afterNs = after.toNanos();
        this.nanoTime = nanoTime;
        typedAtNs = nanoTime.getAsLong();
    }

    /** A key was pressed. */
    synchronized void typed() {
        typedAtNs = nanoTime.getAsLong();
        ruled = false;
    }

    /** A message has come; true if the rule belongs before it. */
    synchronized boolean ruleBefore() {
        if (ruled || nanoTime.getAsLong() - typedAtNs < afterNs) return false;
        ruled = true;
        return true;
    }
}
