package io.fairlead.server.loop;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.descriptor.Pipes;
import io.fairlead.server.site.LoopSocket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

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

    /**
     * A socket that begins to connect, and is not watched yet.
     *
     * @throws IOException if that fails at once; nothing is left open
     */
    LoopSocket connect(ConnectTarget target) throws IOException;

    /** Begins to watch a socket that connects: {@code attempt} is told when that may be over. */
    void addConnecting(LoopAttempt attempt) throws IOException;

    /** Watches the connection that {@code attempt} has made in its place, for input. */
    void addConnected(LoopAttempt attempt, LoopStream stream) throws IOException;

    /** Watches a channel of java.nio for input; for a loop that waits for such. */
    default LoopInput input(SelectableChannel channel) {
        throw new UnsupportedOperationException("this loop does not wait for channels");
    }

    /** Watches a bare descriptor for input; for a loop that {@link #hasDescriptors}. */
    default LoopInput input(int fd) {
        throw new UnsupportedOperationException("this loop does not wait for descriptors");
    }

    /** True if its sockets are bare descriptors, and not channels of java.nio. */
    default boolean hasDescriptors() {
        return false;
    }

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

    /** By which bytes go from one of its sockets to another one; null if they cannot. */
    default @Nullable Pipes pipes() {
        return null;
    }

    /** Ends a wait, also one that is about to begin. Safe for any thread. */
    void wake();

    @Override
    void close();
}
