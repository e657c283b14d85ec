package io.fairlead.session;

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
     * The service has aborted the session: a transfer that waits is of no use any more. Called from
     * any thread; must not block.
     */
    default void aborted() {
        wake();
    }
}
