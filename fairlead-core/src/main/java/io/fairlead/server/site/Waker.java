package io.fairlead.server.site;

import io.fairlead.posix.Eventfd;
import io.fairlead.posix.Posix;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What ends a loop's wait from another thread: rung once until the loop has heard it, however many
 * ring.
 *
 * <p>{@link #wake} is for any thread, the rest for the loop's.
 */
public final class Waker implements AutoCloseable {
    private final Eventfd counter;
    private final AtomicBoolean rung = new AtomicBoolean();
    private long heard;
    private long drained;

    public Waker(Posix posix) {
        counter = new Eventfd(posix);
    }

    /** The descriptor that becomes readable, or {@code -errno}. */
    public int fd() {
        return counter.fd();
    }

    /** Ends the wait there is, or the next one; does nothing after {@link #close}. */
    public void wake() {
        if (rung.compareAndSet(false, true)) counter.signal();
    }

    /** The loop knows that it was rung: the next ring counts again. */
    public void heard() {
        if (rung.getAndSet(false)) heard++;
    }

    /** Makes the descriptor unreadable again; before {@link #heard}, or a ring would be lost. */
    public void drain() {
        drained += Math.max(0, counter.drain());
    }

    /** As {@link #drain} and then {@link #heard}: for a loop that has just learnt of a ring. */
    public void drained() {
        drain();
        heard();
    }

    /**
     * Closes the descriptor, but not before what is about to be written to it has been: its number
     * may be a connection's at the next moment.
     */
    @Override
    public void close() {
        if (fd() < 0) return;
        if (rung.getAndSet(true)) heard++;
        for (drain(); drained < heard; drain()) Thread.onSpinWait();
        counter.close();
    }
}
