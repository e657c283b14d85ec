package io.fairlead.service;

import io.fairlead.frame.Frame;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, or of an exchange of datagrams. Safe to use from any thread. */
public interface Peer {
    /**
     * Queues {@code frame} to be sent, after what was queued before. Never blocks.
     *
     * @return false if it was not queued, because the peer is closed or is too far behind ({@link
     *     Limits#queuedBytesMax()}); in the second case {@link Service#onWritable} follows
     * @throws IllegalArgumentException if the codec cannot send it as one frame
     */
    boolean send(Frame frame);

    /** Queues {@code text}, in UTF-8, as one frame; as {@link #send(Frame)}. */
    default boolean send(String text) {
        return send(Frame.of(text));
    }

    /** Queues {@code bytes} as one frame; as {@link #send(Frame)}. */
    default boolean send(byte[] bytes) {
        return send(Frame.of(bytes));
    }

    /**
     * Reads no more from the peer until {@link #resume}: what it sends waits in its own buffers and
     * the kernel's, and no frame is served, not even one that has arrived. Sending goes on. A
     * server that shuts down serves what has arrived all the same. Over UDP, where nothing makes a
     * sender wait, this does nothing.
     *
     * <p>Called in {@link Service#onFrame}, it holds from the next frame on.
     */
    default void pause() {}

    /** Reads from the peer again, after {@link #pause}. */
    default void resume() {}

    /** Ends the connection once what is queued has been sent. Later calls do nothing. */
    void close();

    /** The peer's address. A Unix-domain peer usually has none: its address is empty. */
    SocketAddress remoteAddress();

    /** The server's address on this connection. */
    SocketAddress localAddress();

    /**
     * The user whose process connected over a Unix-domain socket, as the kernel says it
     * (SO_PEERCRED of unix(7)); null over TCP and UDP, and where it is not known. Two of the same
     * number are equal; {@code getName} may be that number. Looking a name up may take a while.
     */
    default @Nullable UserPrincipal user() {
        return null;
    }

    /** What {@link #attach} stored last. */
    @Nullable Object attachment();

    /** Stores an object of the service's own with this peer, visible to later calls for it. */
    void attach(@Nullable Object attachment);
}
