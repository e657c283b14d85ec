package io.fairlead.service;

import io.fairlead.frame.Frame;
import io.fairlead.frame.TypedCodec;

/**
 * A {@link Service} that gets objects of its own type in place of frames. It runs wherever a
 * service does, on both ends; who starts it cuts the stream with {@link TypedCodec#framing}. A
 * frame that is no message is a bad frame: {@link #onBadFrame}, and the connection closes.
 *
 * @param <T> the type of the messages
 */
public interface TypedService<T> extends Service {
    /** Makes messages of frames. The same object each time. */
    TypedCodec<T> codec();

    /** A message has arrived; otherwise as {@link #onFrame}. */
    void onMessage(Peer peer, T message) throws Exception;

    @Override
    default void onFrame(Peer peer, Frame frame) throws Exception {
        onMessage(peer, codec().toMessage(frame));
    }
}
