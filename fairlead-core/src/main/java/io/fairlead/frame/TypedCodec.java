package io.fairlead.frame;

/**
 * Frames as objects of the user's own type, and back: what a service, a handler or a caller wants
 * to work with in place of bytes. One object serves any number of connections and threads.
 *
 * <p>A codec that reads a message to find where it ends need not have it read again: it {@link
 * Frame#attach attaches} what it has found, and {@link #toMessage} takes that. Over UDP, which has
 * no codec, a frame has no attachment.
 *
 * @param <T> the type of the messages
 */
public interface TypedCodec<T> {
    /** Cuts the stream into the frames that {@link #toMessage} takes. */
    Codec framing();

    /**
     * What the frame says. The message must not keep the frame, which is valid only for a while.
     *
     * @throws FrameException if the frame is no message; a service's peer then has a bad frame
     */
    T toMessage(Frame frame) throws FrameException;

    /**
     * The frame that says it.
     *
     * @return a frame that stays valid
     * @throws IllegalArgumentException if it cannot be said
     */
    Frame toFrame(T message);
}
