package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.site.Site;
import io.fairlead.service.SendResult;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/**
 * The socket of a UDP server, for what no peer has asked for: it sends first, and joins and leaves
 * multicast groups. What comes back opens a peer, as all that comes does.
 *
 * <p>Safe for any thread. Nothing here waits.
 */
public final class ServerDatagrams {
    private final Site site;
    private final BoundDatagrams socket;

    ServerDatagrams(Site site, BoundDatagrams socket) {
        this.site = site;
        this.socket = socket;
    }

    /**
     * Sends one datagram, from the server's port, to an address that need not have sent anything:
     * of one machine, of a multicast group ({@link io.fairlead.net.DatagramOptions} tell how far
     * and by which interface), or of all machines of a network, where options allow broadcast.
     *
     * @return QUEUED if the kernel has it; FULL if it has no room now, and the datagram is lost and
     *     counted; CLOSED if the server is closed
     * @throws NetException if the kernel refuses it: no route, a firewall, broadcast that is not
     *     allowed (EACCES), more than 65,507 bytes (EMSGSIZE), another family of addresses
     * @throws IllegalArgumentException if the address is not resolved, or its port is 0
     */
    public SendResult send(InetSocketAddress to, Frame datagram) throws NetException {
        if (to.isUnresolved() || to.getPort() == 0) {
            throw new IllegalArgumentException(
                    "nothing can be sent to " + to + "; it needs an address and a port above 0");
        }
        try {
            if (!socket.send(datagram.buffer(), to)) {
                site.datagramDropped();
                return SendResult.FULL;
            }
        } catch (NetException e) {
            if (e.getCause() instanceof ClosedChannelException) return SendResult.CLOSED;
            throw e;
        }
        site.sent(datagram.size());
        return SendResult.QUEUED;
    }

    /** Sends {@code text} in UTF-8; as {@link #send(InetSocketAddress, Frame)}. */
    public SendResult send(InetSocketAddress to, String text) throws NetException {
        return send(to, Frame.of(text));
    }

    /**
     * Joins a multicast group beside those that the server was made with. What it has joined
     * already stays so. No other socket can have the port, unless the server was made with a group.
     *
     * @throws NetException if that fails, as there is no such interface
     * @throws IllegalArgumentException if nothing of the group would come to the address that the
     *     server has bound (bind {@code udp://*:PORT}), or it would come to several loops
     */
    public void join(Membership membership) throws NetException {
        socket.join(membership);
    }

    /**
     * Leaves a multicast group. What is not joined stays so.
     *
     * @param membership equal to the one that was joined
     * @throws NetException if that fails
     */
    public void leave(Membership membership) throws NetException {
        socket.leave(membership);
    }

    /**
     * The size of the receive buffer that the system grants; Linux cuts what is asked for to
     * net.core.rmem_max. 0 once the server is closed.
     */
    public int receiveBufferBytes() {
        return socket.receiveBufferBytes();
    }
}
