package io.fairlead.server;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A loop's sockets, and how it learns which are ready: the difference between the loop models.
 *
 * <p>All methods but {@link #wake} are called by the loop's thread.
 */
interface Readiness extends Closeable {
    /** Called first, for what must be made by the thread that uses it. */
    default void open() throws IOException {}

    /**
     * Accepts one connection, if one waits.
     *
     * @throws IOException if accepting fails: out of descriptors, say
     */
    @Nullable LoopSocket accept() throws IOException;

    /** Closes the listener. Later calls do nothing. */
    void closeListener();

    /** Begins to watch a connection, for input. */
    void add(LoopStream stream) throws IOException;

    /** Changes what a connection is watched for; called only on a change. */
    void watch(LoopStream stream, boolean input, boolean output);

    /** Ends the watch, if there is one; the channel is closed right after. */
    void remove(LoopStream stream);

    /** Says whether the listener is watched. */
    void watchListener(boolean accepting);

    /**
     * Waits until something is ready, {@link #wake} is called, or the time is over; then tells the
     * loop what is ready.
     *
     * @param timeoutNs how long to wait at most; 0 is not at all
     */
    void await(long timeoutNs, LoopEngine loop) throws IOException;

    /** Ends a wait, also one that is about to begin. Safe for any thread. */
    void wake();

    @Override
    void close();
}
