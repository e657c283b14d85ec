package io.fairlead.server.loop;

import java.io.Closeable;
import java.io.IOException;

/**
 * A loop's sockets, and how it learns which are ready: the difference between the loop models.
 *
 * <p>All methods but {@link #wake} are called by the loop's thread.
 */
public interface Readiness extends Closeable {
    /** Called first, for what must be made by the thread that uses it. */
    default void open() throws IOException {}

    /** Begins to watch a connection, for input. */
    void add(LoopEntry stream) throws IOException;

    /** Changes what a connection is watched for; called only on a change. */
    void watch(LoopEntry stream, boolean input, boolean output);

    /** Ends the watch, if there is one; the channel is closed right after. */
    void remove(LoopEntry stream);

    /**
     * Waits until something is ready, {@link #wake} is called, or the time is over; then tells the
     * loop what is ready.
     *
     * @param timeoutNs how long to wait at most; 0 is not at all
     */
    void await(long timeoutNs, EventLoop loop) throws IOException;

    /** Ends a wait, also one that is about to begin. Safe for any thread. */
    void wake();

    @Override
    void close();
}
