package io.fairlead.client;

import io.fairlead.connection.DatagramDescriptor;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Exchanges datagrams over a Unix-domain socket of Linux, unix(7), SOCK_DGRAM: with one endpoint,
 * or with anybody. They are neither lost nor reordered: where the receiver is slow, the sender
 * waits.
 *
 * <p>One thread may send while another receives; {@link #close} from any thread ends both.
 */
public final class UnixDatagrams implements Closeable {
    private final DatagramDescriptor datagrams;

    /**
     * A datagram that came.
     *
     * @param payload valid until the next call
     * @param sender who sent it, as a path or {@code @name}; the empty path has no name, and cannot
     *     be answered
     */
    public record Received(ByteBuffer payload, SocketAddress sender) {}

    private UnixDatagrams(DatagramDescriptor datagrams) {
        this.datagrams = datagrams;
    }

    /**
     * Opens a socket for datagrams to and from {@code endpoint}. It has a name that the system
     * picks, so that the other end can answer. Sends nothing.
     *
     * @throws NetException if nobody has bound the endpoint (ECONNREFUSED, ENOENT), it is one for
     *     streams (EPROTOTYPE), or native calls cannot be made here (EOPNOTSUPP)
     * @throws IllegalArgumentException if the endpoint is not a Unix-domain one
     */
    public static UnixDatagrams connect(Endpoint endpoint) throws NetException {
        return new UnixDatagrams(DatagramDescriptor.connect(endpoint));
    }

    /**
     * Binds {@code endpoint}, for datagrams of anybody. The file of a path gets mode 0600, and goes
     * with this socket.
     *
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is not a Unix-domain one
     */
    public static UnixDatagrams bind(Endpoint endpoint) throws NetException {
        return new UnixDatagrams(DatagramDescriptor.bind(endpoint));
    }

    /**
     * Sends what remains in {@code payload} as one datagram to the endpoint that this is connected
     * to; waits while the receiver's queue is full.
     *
     * @throws NetException if it is too long (EMSGSIZE), the receiver has gone (ECONNREFUSED), or
     *     this was closed
     */
    public void send(ByteBuffer payload) throws NetException {
        datagrams.send(payload);
    }

    /**
     * Sends as {@link #send(ByteBuffer)}, to a sender that {@link #receive} told of.
     *
     * @throws NetException also if {@code to} has no name (EINVAL)
     */
    public void send(ByteBuffer payload, SocketAddress to) throws NetException {
        datagrams.send(payload, to);
    }

    /**
     * Waits for a datagram.
     *
     * @throws NetException if this was closed
     */
    public Received receive() throws NetException {
        ByteBuffer payload = datagrams.receive();
        return new Received(payload, datagrams.sender());
    }

    /** This end's name, as a path or {@code @name}. */
    public SocketAddress localAddress() {
        return datagrams.localAddress();
    }

    @Override
    public void close() throws NetException {
        datagrams.close();
    }
}
