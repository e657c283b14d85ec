package io.fairlead.server.host;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows from outside whether a loop goes on: counts its waits and what comes between them. A turn
 * costs two writes without a fence, however much is served in it.
 *
 * <p>{@link #works} and {@link #waits} are for the loop's thread, the rest is for any.
 */
public final class Pulse implements StallWatch.Loop {
    private final Thread thread;
    private final AtomicLong beats = new AtomicLong(); // odd while the loop works

    /**
     * @param thread the loop's, which waits until it says otherwise
     */
    public Pulse(Thread thread) {
        this.thread = thread;
    }

    /** The wait is over; nothing if that has been said. */
    public void works() {
        long now = beats.getPlain();
        if ((now & 1) == 0) beats.setOpaque(now + 1);
    }

    /** The loop is about to wait, so that who serves has given it back. */
    public void waits() {
        long now = beats.getPlain();
        if ((now & 1) == 1) beats.setOpaque(now + 1);
    }

    @Override
    public long pulse() {
        long now = beats.getOpaque();
        return (now & 1) == 0 ? WAITS : now;
    }

    @Override
    public Thread holder() {
        return thread;
    }
}
