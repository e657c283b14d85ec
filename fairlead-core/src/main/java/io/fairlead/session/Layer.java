package io.fairlead.session;

/**
 * What stands between the sessions of a server, or client, and their sockets. Safe for any thread.
 */
@FunctionalInterface
public interface Layer {
    /** Nothing does: what a session sends is what the socket gets. */
    Layer NONE = (session, terms, carrier) -> session;

    /** The side of {@code session} that its socket is to see. */
    SocketSide over(Session session, Terms terms, Carrier carrier);

    /** True if the session is opened by the layer, some time after its driver has opened it. */
    default boolean opensLater() {
        return false;
    }

    /** True if the layer finds out who the peer is, before it opens the session. */
    default boolean namesPeer() {
        return false;
    }

    /** True if the session's bytes are encrypted on the wire. */
    default boolean encrypts() {
        return false;
    }

    /** The layer of the two that is nearer to the session; itself if it is the only one. */
    default Layer inner() {
        return this;
    }

    /** The same, for a connection whose session {@code listener} waits for, if it opens later. */
    default Layer telling(OpenListener listener) {
        return this;
    }
}
