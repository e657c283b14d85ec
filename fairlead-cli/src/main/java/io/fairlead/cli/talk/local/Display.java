package io.fairlead.cli.talk.local;

import io.fairlead.cli.OutputException;
import java.nio.ByteBuffer;

/** Shows what passes. Safe for one thread that sends and another that receives. */
public interface Display {
    /** Bytes came from the peer; takes them all. */
    void received(ByteBuffer bytes) throws OutputException;

    /** Bytes are about to go to the peer; leaves them as they are. */
    default void sent(ByteBuffer bytes) throws OutputException {}

    /** What was received last was a whole message: a datagram, or a frame. */
    default void messageEnded() throws OutputException {}

    /** No more will be received. */
    default void ended() throws OutputException {}
}
