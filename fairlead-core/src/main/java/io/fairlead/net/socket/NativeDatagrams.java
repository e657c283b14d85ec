package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_IP;
import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPPROTO_UDP;
import static io.fairlead.posix.InetConstants.IPV6_RECVPKTINFO;
import static io.fairlead.posix.InetConstants.IPV6_V6ONLY;
import static io.fairlead.posix.InetConstants.IP_PKTINFO;
import static io.fairlead.posix.InetConstants.UDP_GRO;
import static io.fairlead.posix.InetConstants.UDP_SEGMENT;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_RCVBUF;
import static io.fairlead.posix.SocketConstants.SO_REUSEADDR;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.diag.SocketMemory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * A bound, non-blocking datagram socket as a bare descriptor, for the native models. It joins
 * datagrams that arrive in a row (UDP_GRO, udp(7)) where the kernel can, and on a wildcard address
 * it tells which address each came to (IP_PKTINFO, ip(7); IPV6_RECVPKTINFO, ipv6(7)).
 *
 * <p>Safe for any thread.
 */
public final class NativeDatagrams implements AutoCloseable {
    private final Posix posix = new Posix();
    private final Descriptors descriptors = new Descriptors(posix);
    private final SocketCalls calls = new SocketCalls(posix);
    private final SocketMemory memory = new SocketMemory();
    private final WrappingCount drops = new WrappingCount();
    private final int fd;
    private final Endpoint endpoint;
    private final InetSocketAddress localAddress;
    private final boolean ipv6;
    private final boolean segmenting;
    private boolean closed;

    private NativeDatagrams(NativeOpening opening, Endpoint wanted, boolean ipv6)
            throws NetException {
        localAddress = (InetSocketAddress) opening.localAddress();
        segmenting = opening.optionOf(IPPROTO_UDP, UDP_SEGMENT) >= 0;
        endpoint = Sockets.bound(wanted, localAddress);
        fd = opening.fd();
        this.ipv6 = ipv6;
    }

    /**
     * Opens and binds. Its receive buffer is 1 MiB, or what the system allows. A host name's first
     * address is bound; a multicast group is joined, as {@link Sockets#openDatagram} does.
     *
     * @param sharesPort true to let other sockets of this user have the same port, between which
     *     the kernel then spreads the sources (SO_REUSEPORT, socket(7))
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException as {@link Sockets#openDatagram(Endpoint, boolean)}
     */
    public static NativeDatagrams open(Endpoint endpoint, boolean sharesPort) throws NetException {
        Sockets.requireUdp(endpoint);
        List<InetSocketAddress> addresses = endpoint.resolve();
        if (sharesPort) Sockets.requireSpread(endpoint, addresses.getFirst());
        try {
            return open(endpoint, addresses.getFirst(), sharesPort);
        } catch (NetException e) {
            if (!Sockets.isIpv6Missing(endpoint, e)) throw e;
            return open(endpoint, addresses.getLast(), sharesPort);
        }
    }

    private static NativeDatagrams open(
            Endpoint endpoint, InetSocketAddress address, boolean sharesPort) throws NetException {
        InetAddress to = address.getAddress();
        NetworkInterface joined =
                to.isMulticastAddress() ? Interfaces.of("bind", endpoint, to) : null;
        NativeOpening opening = new NativeOpening(endpoint);
        Sockaddr sockaddr = NativeOpening.sockaddr(address);
        boolean ipv6 = sockaddr.family() == AF_INET6;
        boolean wildcard = to.isAnyLocalAddress();
        opening.socket(sockaddr.family(), SOCK_DGRAM);
        if (sharesPort) opening.option(SOL_SOCKET, SO_REUSEPORT, 1);
        if (joined != null) opening.option(SOL_SOCKET, SO_REUSEADDR, 1);
        if (ipv6) opening.option(IPPROTO_IPV6, IPV6_V6ONLY, wildcard ? 0 : 1);
        if (wildcard) {
            // On a socket for both, IPv4 datagrams tell with IPv4's own option too; that one knows
            // the address to answer from where they came to a broadcast address.
            opening.option(IPPROTO_IP, IP_PKTINFO, 1);
            if (ipv6) opening.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        }
        if (opening.optionOf(SOL_SOCKET, SO_RCVBUF) < Sockets.DATAGRAM_RECEIVE_BYTES) {
            opening.tryOption(SOL_SOCKET, SO_RCVBUF, Sockets.DATAGRAM_RECEIVE_BYTES);
        }
        opening.tryOption(IPPROTO_UDP, UDP_GRO, 1); // Linux before 5.0 has none: one by one then
        opening.bind(sockaddr);
        if (joined != null) opening.join(sockaddr, joined.getIndex());
        return new NativeDatagrams(opening, endpoint, ipv6);
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The address that is bound. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** True if addresses are those of IPv6, IPv4 ones in IPv6 clothes (::ffff:a.b.c.d). */
    public boolean isIpv6() {
        return ipv6;
    }

    /** True if the kernel cuts what is sent into datagrams when it is told to (UDP_SEGMENT). */
    public boolean isSegmenting() {
        return segmenting;
    }

    /**
     * How many datagrams the kernel has dropped as the socket's buffer was full, now or when the
     * socket was closed; those that came joined (UDP_GRO) are one. 0 before Linux 4.12.
     */
    public synchronized long drops() {
        if (closed || memory.read(calls, fd) < 0) return drops.sum();
        return drops.at(memory.drops());
    }

    /** Closes the descriptor. Later calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) return;
        drops();
        closed = true;
        descriptors.close(fd);
    }
}
