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
import static io.fairlead.posix.SocketConstants.MSG_DONTWAIT;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_DOMAIN;
import static io.fairlead.posix.SocketConstants.SO_RCVBUF;
import static io.fairlead.posix.SocketConstants.SO_REUSEADDR;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Errno;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.diag.SocketMemory;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound, non-blocking datagram socket as a bare descriptor, for the native models. It joins
 * datagrams that arrive in a row (UDP_GRO, udp(7)) where the kernel can, and on a wildcard address
 * it tells which address each came to (IP_PKTINFO, ip(7); IPV6_RECVPKTINFO, ipv6(7)).
 *
 * <p>Safe for any thread.
 */
public final class NativeDatagrams implements BoundDatagrams {
    /** The kernel keeps as much again for its own use, and says so: SO_RCVBUF in socket(7). */
    private static final int DOUBLED = 2;

    private final Posix posix = new Posix();
    private final Descriptors descriptors = new Descriptors(posix);
    private final SocketCalls calls = new SocketCalls(posix);
    private final SocketMemory memory = new SocketMemory();
    private final WrappingCount drops = new WrappingCount();
    private final SockaddrStorage to = new SockaddrStorage();
    private final Memberships memberships;
    private final int fd;
    private final Endpoint endpoint;
    private final InetSocketAddress localAddress;
    private final boolean ipv6;
    private final boolean segmenting;
    private boolean closed; // guarded by this, as are the native objects

    private NativeDatagrams(NativeOpening opening, Endpoint wanted, boolean sharesPort)
            throws NetException {
        localAddress = (InetSocketAddress) opening.localAddress();
        segmenting = opening.optionOf(IPPROTO_UDP, UDP_SEGMENT) >= 0;
        endpoint = Sockets.bound(wanted, localAddress);
        fd = opening.fd();
        ipv6 = opening.optionOf(SOL_SOCKET, SO_DOMAIN) == AF_INET6;
        memberships = new Memberships(wanted, sharesPort, this::join);
    }

    /**
     * Opens and binds. A host name's first address is bound. Where groups are joined, other sockets
     * may have the port, too; see {@link ChannelDatagrams#open}.
     *
     * @param sharesPort true to let other sockets of this user have the same port, between which
     *     the kernel then spreads the sources (SO_REUSEPORT, socket(7))
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException as {@link ChannelDatagrams#open}
     */
    public static NativeDatagrams open(
            Endpoint endpoint, DatagramOptions options, boolean sharesPort) throws NetException {
        Sockets.requireUdp(endpoint);
        List<InetSocketAddress> addresses = endpoint.resolve();
        try {
            return open(endpoint, addresses.getFirst(), options, sharesPort);
        } catch (NetException e) {
            if (!Sockets.isIpv6Missing(endpoint, e)) throw e;
            return open(endpoint, addresses.getLast(), options, sharesPort);
        }
    }

    private static NativeDatagrams open(
            Endpoint endpoint,
            InetSocketAddress address,
            DatagramOptions options,
            boolean sharesPort)
            throws NetException {
        InetAddress host = address.getAddress();
        List<Membership> joined = Memberships.wanted(endpoint, host, options);
        NetworkInterface by = Interfaces.toSendBy(Memberships.JOIN, endpoint, options, joined);
        NativeOpening opening = new NativeOpening(endpoint);
        Sockaddr sockaddr = NativeOpening.sockaddr(address);
        boolean ipv6 = sockaddr.family() == AF_INET6;
        opening.socket(sockaddr.family(), SOCK_DGRAM);
        if (sharesPort) opening.option(SOL_SOCKET, SO_REUSEPORT, 1);
        if (!joined.isEmpty()) opening.option(SOL_SOCKET, SO_REUSEADDR, 1);
        if (ipv6) opening.option(IPPROTO_IPV6, IPV6_V6ONLY, host.isAnyLocalAddress() ? 0 : 1);
        tellAddresses(opening, host, ipv6);
        opening.tryOption(IPPROTO_UDP, UDP_GRO, 1); // Linux before 5.0 has none: one by one then
        enlargeReceiveBuffer(opening, options.receiveBufferBytes());
        NativeMembership.configure(opening, options, by, ipv6);
        opening.bind(sockaddr);
        NativeDatagrams socket = new NativeDatagrams(opening, endpoint, sharesPort);
        socket.joinFirst(joined);
        return socket;
    }

    /**
     * Over a socket that is bound already, with a descriptor of its own; see {@link
     * Listener#adopt}. Whether the kernel joins datagrams (UDP_GRO) stays as it is: somebody else
     * may still read, and not know.
     *
     * @param sharesPort whether other sockets of ours have the same port
     * @throws NetException if there are no descriptors left, or a group cannot be joined; nothing
     *     is left open
     */
    public static NativeDatagrams adopt(
            int fd, Endpoint endpoint, DatagramOptions options, boolean sharesPort)
            throws NetException {
        List<Membership> joined = options.memberships();
        NetworkInterface by = Interfaces.toSendBy(Memberships.JOIN, endpoint, options, joined);
        NativeOpening opening = new NativeOpening(endpoint);
        opening.duplicate(fd);
        InetAddress host = ((InetSocketAddress) opening.localAddress()).getAddress();
        boolean ipv6 = opening.optionOf(SOL_SOCKET, SO_DOMAIN) == AF_INET6;
        tellAddresses(opening, host, ipv6);
        enlargeReceiveBuffer(opening, options.receiveBufferBytes());
        NativeMembership.configure(opening, options, by, ipv6);
        NativeDatagrams socket = new NativeDatagrams(opening, endpoint, sharesPort);
        socket.joinFirst(joined);
        return socket;
    }

    /** Which address each datagram came to, where that may be any of the machine's. */
    private static void tellAddresses(NativeOpening opening, InetAddress host, boolean ipv6)
            throws NetException {
        if (!host.isAnyLocalAddress()) return;
        // On a socket for both, IPv4 datagrams tell with IPv4's own option too; that one knows
        // the address to answer from where they came to a broadcast address.
        opening.option(IPPROTO_IP, IP_PKTINFO, 1);
        if (ipv6) opening.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    }

    private void joinFirst(List<Membership> joined) throws NetException {
        try {
            memberships.join(joined);
        } catch (NetException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static void enlargeReceiveBuffer(NativeOpening opening, int asked) {
        int usual = ChannelDatagrams.RECEIVE_BYTES;
        if (asked > 0) {
            opening.tryOption(SOL_SOCKET, SO_RCVBUF, asked);
        } else if (opening.optionOf(SOL_SOCKET, SO_RCVBUF) / DOUBLED < usual) {
            opening.tryOption(SOL_SOCKET, SO_RCVBUF, usual);
        }
    }

    private synchronized Memberships.Leaving join(
            InetAddress group, NetworkInterface at, @Nullable InetAddress source)
            throws IOException {
        if (closed) throw new ClosedChannelException();
        NativeMembership one = new NativeMembership(calls, fd, group, source, at);
        NativeErrors.check(one.join());
        return () -> leave(one);
    }

    private synchronized void leave(NativeMembership one) throws IOException {
        if (!closed) NativeErrors.check(one.leave());
    }

    @Override
    public void join(Membership membership) throws NetException {
        memberships.join(membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        memberships.leave(membership);
    }

    @Override
    public synchronized boolean send(ByteBuffer datagram, InetSocketAddress address)
            throws NetException {
        if (closed) throw BoundDatagrams.sendFailure(address, new ClosedChannelException());
        to.set(sockaddr(address));
        int bytes = datagram.remaining();
        int result;
        do {
            result = sendOnce(datagram, bytes);
        } while (result == -Errno.EINTR);
        if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS) return false;
        if (result < 0) throw BoundDatagrams.sendFailure(address, NativeErrors.of(result));
        return true;
    }

    private Sockaddr sockaddr(InetSocketAddress address) throws NetException {
        if (ipv6) return SockaddrIn6.of(address);
        Sockaddr four = NativeOpening.sockaddr(address);
        if (four instanceof SockaddrIn) return four;
        throw BoundDatagrams.sendFailure(address, new UnsupportedAddressTypeException());
    }

    private int sendOnce(ByteBuffer datagram, int bytes) {
        if (datagram.isDirect()) {
            long address = MemorySegment.ofBuffer(datagram).address();
            return calls.sendto(fd, address, bytes, MSG_DONTWAIT, to);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, bytes));
            copy.asByteBuffer().put(datagram.duplicate());
            return calls.sendto(fd, copy.address(), bytes, MSG_DONTWAIT, to);
        }
    }

    @Override
    public synchronized int receiveBufferBytes() {
        if (closed) return 0;
        return Math.max(0, calls.getsockopt(fd, SOL_SOCKET, SO_RCVBUF)) / DOUBLED;
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    @Override
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

    @Override
    public synchronized void close() {
        if (closed) return;
        drops();
        closed = true;
        descriptors.close(fd);
    }
}
