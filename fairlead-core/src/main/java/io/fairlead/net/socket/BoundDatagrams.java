package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A datagram socket that is bound, for datagrams of anybody. Safe for any thread. */
public interface BoundDatagrams extends AutoCloseable {
    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    Endpoint endpoint();

    /**
     * Sends one datagram to anybody.
     *
     * @return false if the kernel has no room for it
     * @throws NetException if the kernel refuses it, or the socket is closed
     */
    boolean send(ByteBuffer datagram, InetSocketAddress to) throws NetException;

    /**
     * Joins a multicast group; what is joined already stays so.
     *
     * @throws NetException if that fails
     * @throws IllegalArgumentException if nothing of the group would come to what is bound, or
     *     would come to several sockets that share the port
     */
    void join(Membership membership) throws NetException;

    /**
     * Leaves a multicast group; what is not joined stays so.
     *
     * @throws NetException if that fails
     */
    void leave(Membership membership) throws NetException;

    /** The kernel spreads what comes to one machine; what comes to a group, it gives to all. */
    static EndpointException notSpread(Endpoint endpoint) {
        return new EndpointException(
                endpoint.toString(),
                "each socket of a multicast group gets every datagram, so several loops would"
                        + " serve each one several times; use 1 loop");
    }

    /** What refusals of {@link #send} are told as. */
    static NetException sendFailure(InetSocketAddress to, Exception cause) {
        return NetException.of("sendto", "udp://" + Endpoint.describe(to), cause);
    }

    /** The size of the receive buffer that the system grants, in the bytes that one asks for. */
    int receiveBufferBytes();

    /** Closes the socket, which leaves all groups. Later calls do nothing. */
    @Override
    void close();
}
