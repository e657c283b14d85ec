package io.fairlead.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a driver moves a connection's bytes through: a {@link Session}, or a layer that has put
 * itself between the session and the socket, and changes the bytes on their way.
 *
 * <pre>
 *   socket ─▶ receiveSpace / received ─▶ (layer) ─▶ session
 *   socket ◀── beginSend / endSend ◀──── (layer) ◀─ session
 * </pre>
 *
 * <p>Does no I/O. The receive doors, {@link #open}, {@link #next}, {@link #expire} and {@link #end}
 * belong to one thread at a time; the send doors are safe from any thread. What is no matter of
 * bytes, a driver asks the session itself: why it ends, whether it is aborted.
 */
public interface SocketSide {
    /** The connection is there. */
    void open();

    /** Where the next bytes received go; null if none are wanted or there is no memory for them. */
    default @Nullable ByteBuffer receiveSpace() {
        return wantsReceive() ? arrivedSpace() : null;
    }

    /** As {@link #receiveSpace}, for bytes that have come already, wanted or not. */
    @Nullable ByteBuffer arrivedSpace();

    /** True while bytes are wanted. If {@link #receiveSpace} is null even so, ask again soon. */
    boolean wantsReceive();

    /** Takes in {@code count} bytes just received. */
    void received(int count);

    /** The read brought nothing (would block): gives the space back. */
    void receivedNothing();

    /** The socket has no more input. */
    void receiveEnded();

    /**
     * Goes on with what waited, and says what the driver does next.
     *
     * @param sendBlocked true if the socket takes no output now, so that there is nothing to send
     */
    Next next(boolean sendBlocked);

    /** As {@link #next}, for a thread that only sends, while another receives and serves. */
    Next nextToSend();

    /** The bytes to send next, which stay put until {@link #endSend}; null if none are wanted. */
    @Nullable ByteBuffer beginSend();

    /** The kernel took {@code count} of the bytes; 0 when it would block. */
    void endSend(int count);

    /** When {@link #expire} should be called next, on the terms' clock. */
    long deadlineNs();

    /** Ends the session if something has taken too long; true if so. */
    boolean expire();

    /** Returns all memory. Called once, by the driver, when the connection is over. */
    void end();

    /** True if the session's own bytes are on the wire. */
    default boolean isPlain() {
        return true;
    }
}
