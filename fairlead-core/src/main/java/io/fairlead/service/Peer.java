package io.fairlead.service;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import io.fairlead.frame.TypedCodec;
import io.fairlead.proxy.PeerProxy;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
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

    /** Queues {@code message} as one frame; as {@link #send(Frame)}. */
    default <T> SendResult send(TypedCodec<T> codec, T message) {
        return send(codec.toFrame(message));
    }

    /**
     * Queues a frame that others get, too: where they have the same codec, it is encoded once. As
     * {@link #send(Frame)}; {@link PeerGroup} is how to call it.
     */
    default SendResult send(SharedFrame frame) {
        return send(frame.payload());
    }

    /**
     * Bytes queued for the peer that the kernel has not taken yet; in {@link Service#onClose}, and
     * later, those that were dropped because the connection had ended, and that the kernel surely
     * has not. Over UDP always 0: the kernel has a datagram, or it is dropped.
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

    /**
     * Takes no more to send: once what is queued has been sent, our direction ends (FIN,
     * half-close). What the peer sends is still served. When it has ended its own direction, too,
     * the connection closes. Over UDP, which has no half-close, this does nothing.
     */
    void shutdownOutput();

    /** Ends the connection once what is queued has been sent. Later calls do nothing. */
    void close();

    /**
     * As {@link #close()}, for a reason of the service's own.
     *
     * @param detail the reason in a few words, for the report of the end
     */
    void close(String detail);

    /**
     * Ends the connection now: what is queued is dropped, and over TCP the peer gets a reset (RST).
     * A Unix-domain socket has no reset: its peer reads an end, or ECONNRESET if it had sent what
     * was not read. Over UDP, as {@link #close(String)}.
     *
     * @param detail the reason in a few words, for the report of the end
     */
    void abort(String detail);

    /**
     * Runs {@code task} on this peer's turn: after the call of the service that is under way for
     * this peer, if any, and never at the same time as another one. So what a service keeps for one
     * peer needs no locks. The task must not block, and what it throws ends this peer's connection
     * and no other.
     *
     * @return false if the peer has ended; the task does not run then
     */
    boolean execute(Runnable task);

    /**
     * The time where this peer is served, in nanoseconds from some moment on: to be compared with
     * other times of the same server or client, and no others. In a simulated network it is the
     * simulated time.
     */
    long nanoTime();

    /**
     * As {@link #execute}, {@code delay} from now. The end of the connection cancels it. A timer
     * may be some milliseconds late, and is later while this peer's thread is busy.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    PeerTimer after(Duration delay, Runnable task);

    /**
     * As {@link #after}, again and again, for the first time {@code period} from now. Where a run
     * is so late that the next one is due, that one is left out.
     *
     * @throws IllegalArgumentException if {@code period} is not above 0
     */
    PeerTimer every(Duration period, Runnable task);

    /**
     * As {@link #execute}, as soon as the kernel has taken all that is queued now; at once if that
     * is nothing. If the connection ends before that, the task does not run.
     */
    void whenSent(Runnable task);

    /**
     * Runs {@code task} when the connection has ended, however that came about, and just before
     * {@link Service#onClose}; at once, in this thread, if it has ended. The task must not block.
     *
     * @return cancels it
     */
    PeerTimer whenClosed(Runnable task);

    /**
     * Says that an answer is still owed, which is made later: until the hold is released, a server
     * that drains does not end the connection (within its time to drain), and {@link
     * Service#onInputEnd} is put off. Over UDP a drain waits for no hold.
     */
    Hold hold();

    /** True once the server shuts down; see {@link Service#onDrain}. */
    boolean isDraining();

    /**
     * Cuts what this peer sends into frames with {@code codec}, from the next frame on, and encodes
     * with it what is sent from now on. Bytes that have arrived after the current frame are decoded
     * with it, too. To be called on this peer's turn: in a call of the service, or a task. Over
     * UDP, which needs no codec, this does nothing.
     */
    void codec(Codec codec);

    /**
     * Gives this peer limits of its own: the timeouts of a connection and {@link
     * Limits#queuedBytesMax} are taken from {@code limits}, the other limits stay the server's. A
     * subscriber may be silent for days, with {@link Limits#NEVER}. Over UDP this does nothing.
     */
    void limits(Limits limits);

    /**
     * Allows what this peer sends to go to {@code receiver} inside the kernel (splice(2)), where
     * the model can: under {@code epoll}, both on one loop, and much at a time. The service is told
     * how much, with {@link Service#onPiped}. What comes otherwise is a frame for {@link
     * Service#onFrame} as ever, so whoever allows this sends each frame to {@code receiver}, too.
     *
     * <p>Order, limits, deadlines and counters are those of frames that are sent. While the
     * receiver takes nothing, nothing is read. Nothing is piped while this peer is paused or the
     * server shuts down.
     *
     * @param receiver null to allow it no more
     * @throws IllegalArgumentException if a codec is not {@link Codec#raw}
     */
    default void allowPipeTo(@Nullable Peer receiver) {}

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

    /** How TLS protects the connection, and whom the peer has shown to be; null without TLS. */
    default @Nullable PeerTls tls() {
        return null;
    }

    /**
     * The proxy that the peer has connected through, by the PROXY protocol; null if the peer has
     * connected itself. Behind a proxy {@link #remoteAddress} is the peer's, and {@link
     * #localAddress} is where the peer has connected to.
     */
    default @Nullable PeerProxy via() {
        return null;
    }

    /** What {@link #attach} stored last. */
    @Nullable Object attachment();

    /**
     * What {@link #attach} stored last, as what the service knows it to be.
     *
     * @return null if nothing is attached
     * @throws ClassCastException if it is not a {@code type}
     */
    default <T> @Nullable T attachment(Class<T> type) {
        return type.cast(attachment());
    }

    /** Stores an object of the service's own with this peer, visible to later calls for it. */
    void attach(@Nullable Object attachment);
}
