package io.fairlead.session;

import io.fairlead.proxy.PeerProxy;
import org.jspecify.annotations.Nullable;

/** The model's side of a session: the socket that a driver moves bytes to and from. */
public interface Carrier {
    /** Who is at the two ends. */
    SocketEnds socket();

    /** The number of the connection; as {@link io.fairlead.service.Peer#id}. */
    long id();

    /** The largest read, in bytes; a driver that blocks in a read holds that much memory idle. */
    int readBytesMax();

    /**
     * There is something to do that no socket event will tell: bytes to send, or a close. Called
     * from any thread, never with a lock held; must not block.
     */
    void wake();

    /**
     * A layer has learnt who the peer is.
     *
     * @param via the proxy that says it; null if that connects for itself
     * @return false if the peer may not connect: the session is to be aborted, and is not opened
     */
    default boolean admits(@Nullable PeerProxy via) {
        return true;
    }

    /**
     * The service has aborted the session: a transfer that waits is of no use any more. Called from
     * any thread; must not block.
     */
    default void aborted() {
        wake();
    }
}
