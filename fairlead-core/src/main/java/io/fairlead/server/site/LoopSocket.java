package io.fairlead.server.site;

import io.fairlead.session.SocketEnds;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connected stream socket: each method is one system call at most, and none waits. */
public interface LoopSocket extends Closeable, SocketEnds {
    /** Returned by {@link #write}: what has been taken is told to its stream later. */
    int UNDER_WAY = -1;

    /**
     * Ends a connect(2) that was begun, once the socket takes output.
     *
     * @return false if it is still under way
     * @throws IOException if it has failed
     */
    default boolean finishConnect() throws IOException {
        return true;
    }

    /** True if there is something to read that has left the kernel already. */
    default boolean hasArrived() {
        return false;
    }

    /** True if it has to be read, wanted or not: others need the memory it is in. */
    default boolean mustRead() {
        return false;
    }

    /** Tells the stream what the kernel has done with a send that was under way. */
    default void catchUp() {}

    /**
     * Reads what is there ({@code recv}).
     *
     * @return bytes read; 0 if there are none now; -1 when the peer has closed its direction
     * @throws IOException if the connection is lost
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Sends what the kernel has room for ({@code send}).
     *
     * @return bytes taken; 0 if it would block; {@link #UNDER_WAY} if the kernel now has the bytes,
     *     which must stay where they are
     * @throws IOException if the connection is lost
     */
    int write(ByteBuffer from) throws IOException;

    /** Ends our direction ({@code shutdown}, FIN). */
    void shutdownOutput() throws IOException;

    /** {@link #close} is to reset the connection, where the protocol can. */
    default void resetOnClose() {}

    /** Closes the socket; nothing can be done about a failure. */
    @Override
    void close();
}
