package io.fairlead.service;

import io.fairlead.frame.Frame;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** The other end of a connection, or of an exchange of datagrams. Safe to use from any thread. */
public interface Peer {
    /** Counts the connections of a server from 1, as reports and logs name them. */
    long id();

    /**
     * Queues {@code frame} to be sent, after what was queued before. Never blocks.
     *
     * <p>A frame sent in {@link Service#onFrame} answers the frame that is served. The first answer
     * to a frame always has room; where there is no memory for it, the connection ends.
     *
     * @return whether the frame is queued; what is not queued is not sent
     * @throws IllegalArgumentException if the codec cannot send it as one frame
     */
    SendResult send(Frame frame);

    /** Queues {@code text}, in UTF-8, as one frame; as {@link #send(Frame)}. */
    default SendResult send(String text) {
        return send(Frame.of(text));
    }

    /** Queues {@code bytes} as one frame; as {@link #send(Frame)}. */
    default SendResult send(byte[] bytes) {
        return send(Frame.of(bytes));
    }

    /**
     * Bytes queued for the peer that the kernel has not taken yet. Over UDP always 0: the kernel
     * has a datagram, or it is dropped.
     */
    int queuedBytes();

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
