package io.fairlead.service;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;

/**
 * What a server does with frames; runs unchanged under every model, over TCP, UDP and Unix sockets.
 *
 * <p>One object serves all peers. Calls for one peer come one at a time and in order; calls for
 * different peers may come at the same time. A method must not block: under an event loop it holds
 * up every other peer of that loop. An exception closes that peer's connection and no other.
 *
 * <p>A server that shuts down answers what it has received. For an answer that a service makes
 * later, it takes a {@link Peer#hold}; {@link Peer#execute} brings the answer back to the peer's
 * turn.
 *
 * <p>Over UDP a peer is a source address: it opens with its first datagram and closes when it has
 * been idle for {@link Limits#datagramPeerTimeout()}.
 *
 * <p>Under the models {@code process} and {@code prefork} a copy of the object serves in each
 * worker process. It is made by Java serialization, so the service must be {@link
 * java.io.Serializable}: a class or record that implements that too, or a lambda that is cast to
 * {@code (Service & Serializable)}.
 */
@FunctionalInterface
public interface Service {
    /** A peer has connected, and nothing has been read from it yet. */
    default void onOpen(Peer peer) throws Exception {}

    /**
     * A frame has arrived.
     *
     * @param frame valid until this call returns; {@link Frame#copy} it to keep it
     * @throws FrameException if the frame says what it must not: the peer's fault, as where the
     *     codec finds no frame; see {@link #onBadFrame}
     */
    void onFrame(Peer peer, Frame frame) throws Exception;

    /**
     * Bytes of the peer have gone to the receiver that {@link Peer#allowPipeTo} names. They are in
     * the receiver's {@link Peer#queuedBytes} until its kernel has taken them.
     *
     * @param bytes how many
     */
    default void onPiped(Peer peer, int bytes) throws Exception {}

    /**
     * The peer will send no more, and all it sent has been served (its half-close, FIN). By default
     * the connection closes once what is queued has been sent; a service that answers later
     * overrides this, and calls {@link Peer#close} itself, or takes a {@link Peer#hold}, which puts
     * this call off; see {@link Limits#halfClosedTimeout()}.
     */
    default void onInputEnd(Peer peer) throws Exception {
        peer.close();
    }

    /**
     * The peer sent what is not a frame, or one over the codec's limit. The connection closes once
     * what this call queues has been sent. Over UDP, where {@link #onFrame} alone can say so, the
     * source is forgotten.
     *
     * @param error says what was wrong
     */
    default void onBadFrame(Peer peer, FrameException error) throws Exception {}

    /** There is room again, after {@link Peer#send} had returned {@link SendResult#FULL}. */
    default void onWritable(Peer peer) throws Exception {}

    /**
     * Nothing was received and nothing sent for {@link Limits#idleTimeout}; over UDP, where a
     * client is asked and a server forgets its sources, for {@link Limits#datagramPeerTimeout}.
     *
     * @return true to keep the connection, until it has been idle for as long again; false, the
     *     default, closes it once what this call queues has been sent
     */
    default boolean onIdle(Peer peer) throws Exception {
        return false;
    }

    /**
     * The server has begun to shut down. The connection ends as soon as nothing is queued, nothing
     * that has arrived is unanswered, and no {@link Peer#hold} is left; what this call sends still
     * arrives.
     */
    default void onDrain(Peer peer) throws Exception {}

    /**
     * True if what one peer does is seen by others: a chat, a counter of all connections, a cache
     * that must not be stale. Such a service has to be in one process; a server refuses it under
     * the models {@code process} and {@code prefork}, which copy a service into several.
     */
    default boolean sharesState() {
        return false;
    }

    /**
     * The connection has ended; {@code peer} takes no more. Called once for each {@code onOpen}.
     */
    default void onClose(Peer peer, CloseReason reason) throws Exception {}
}
