package io.fairlead.connection;

import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams that waits: what {@code client.Datagrams} offers, over UDP or a
 * Unix-domain socket.
 *
 * <p>One thread may send while another receives; {@link #close} from any thread ends both.
 */
public interface DatagramTransport extends Closeable {
    /**
     * Sends what remains in {@code payload} as one datagram, which may be empty.
     *
     * @param to null for the one that this is connected to
     * @throws NetException if it cannot be sent, or this was closed
     * @throws IllegalStateException if this is connected to one, and {@code to} is another; or to
     *     none, and {@code to} is null
     */
    void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException;

    /**
     * Waits for a datagram.
     *
     * @param timeout positive; null waits without limit
     * @return its payload, valid until the next call
     * @throws NetException if an earlier one was refused, this was closed, or, with {@link
     *     NetException.Kind#TIMEOUT}, the time is over
     */
    ByteBuffer receive(@Nullable Duration timeout) throws NetException;

    /** Who sent what came last, for the thread that received it; the empty path has no name. */
    SocketAddress sender();

    /**
     * Joins a multicast group; what is joined already stays so.
     *
     * @throws NetException if that fails
     * @throws IllegalStateException if this is not bound for datagrams of anybody over UDP
     */
    void join(Membership membership) throws NetException;

    /** Leaves a multicast group, as {@link #join} joins it; what is not joined stays so. */
    void leave(Membership membership) throws NetException;

    /** The size of the receive buffer that the system grants; 0 where nothing can be asked for. */
    int receiveBufferBytes();

    /** This end's address. */
    SocketAddress localAddress();

    @Override
    void close() throws NetException;

    /** The sentence for a socket that has no groups. */
    static IllegalStateException joinsNone() {
        return new IllegalStateException(
                "groups are joined by a UDP socket that is bound, as by"
                        + " Datagrams.bind(\"udp://*:7000\"); one that is connected has them from"
                        + " its options");
    }
}
