package io.fairlead.cli.talk;

import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams, as a {@link DatagramTalk} uses it. One thread sends while another
 * receives; {@link #close} from any thread ends both.
 */
public interface DatagramEnd extends Closeable {
    /**
     * A datagram that came.
     *
     * @param payload valid until the next one is received
     * @param sender null if nobody else than the peer can be it
     */
    record Arrival(ByteBuffer payload, @Nullable SocketAddress sender) {}

    /**
     * Sends what remains in {@code payload} as one datagram.
     *
     * @param to null for the peer that the socket is connected to
     * @throws NetException if it cannot be sent
     */
    void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException;

    /**
     * Waits for a datagram.
     *
     * @throws NetException if none can come any more
     */
    Arrival receive() throws NetException;

    /** This end's address. */
    SocketAddress localAddress();
}
