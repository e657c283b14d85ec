package io.fairlead.server.datagram;

import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket that is bound, with a call for each datagram: none of them waits. What has no
 * other word belongs to the loop's thread.
 */
public interface BoundSocket extends AutoCloseable {
    /** How the loop watches it. */
    LoopInput input(Readiness readiness);

    /**
     * Receives a datagram.
     *
     * @param into has room for the longest one
     * @return who sent it; null if none has come
     * @throws IOException if an earlier one was refused
     */
    @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException;

    /** This end; for any thread. */
    InetSocketAddress localAddress();

    /** The socket, to send with, and for what belongs to no peer; for any thread. */
    BoundDatagrams socket();

    /** As {@link DatagramPort#drops}. */
    long drops();

    @Override
    void close();
}
