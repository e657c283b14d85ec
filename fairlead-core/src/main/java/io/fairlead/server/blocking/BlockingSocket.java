package io.fairlead.server.blocking;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.LingeringClose;
import io.fairlead.server.site.Site;
import io.fairlead.session.SocketEnds;
import io.fairlead.session.SocketSide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** A connection's socket as the blocking models use it: transfers wait, on the caller's thread. */
public interface BlockingSocket extends BlockingTransport, SocketEnds {
    /** A write is made in pieces, so that progress is seen. */
    int WRITE_BYTES_MAX = 64 * 1024;

    /** Sends all that waits; returns at once if another thread is doing so. */
    default void sendAll(SocketSide side, Site site) throws IOException {
        ByteBuffer bytes;
        while ((bytes = side.beginSend()) != null) {
            int start = bytes.position();
            try {
                write(bytes.limit(Math.min(bytes.limit(), start + WRITE_BYTES_MAX)), null);
            } finally {
                int sent = bytes.position() - start;
                side.endSend(sent);
                site.sent(sent);
            }
        }
    }

    /**
     * Reads what is there, without waiting.
     *
     * @return bytes read; 0 if there are none; -1 at the end of input
     */
    int tryRead(ByteBuffer into) throws IOException;

    @Override
    default void dropArrived() {
        LingeringClose.dropArrived(this::tryRead);
    }

    /**
     * True if {@link #awaitInput} waits until there is something to read; otherwise it returns at
     * once, and a read waits.
     */
    default boolean awaitsInput() {
        return false;
    }

    /** False if {@link #awaitInput} would wait now. */
    default boolean hasInput() throws IOException {
        return true;
    }

    /** True once the system has told, unasked, that the connection is lost. */
    default boolean isLost() {
        return false;
    }

    /** Ends an {@link #awaitInput}, also one that is about to begin. Safe for any thread. */
    default void wake() {}

    /** The conversation is over, and reported: closes the socket. */
    default void end() {
        close();
    }

    /**
     * Ends the input after what has arrived, so that a read that waits returns. Safe for any
     * thread.
     *
     * @param reading true while that read has not returned
     */
    void endInput(BooleanSupplier reading) throws IOException;
}
