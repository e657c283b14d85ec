package io.fairlead.server;

import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPV6_V6ONLY;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.SOCK_DGRAM;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrIn;
import io.fairlead.posix.SockaddrIn6;
import io.fairlead.posix.SockaddrStorage;
import io.fairlead.posix.SockaddrUn;
import io.fairlead.posix.SocketCalls;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sockets as whoever starts a server makes them: blocking, and for child processes to have. */
public final class BoundByOthers {
    private static final int BACKLOG = 100;
    private static final SocketCalls CALLS = new SocketCalls(new Posix());

    private BoundByOthers() {}

    /** A descriptor that listens. */
    public static synchronized int listening(Endpoint endpoint, boolean sharesPort)
            throws NetException {
        int fd = bound(endpoint, SOCK_STREAM, sharesPort);
        assertThat(CALLS.listen(fd, BACKLOG)).isZero();
        return fd;
    }

    /** A descriptor that is bound, for datagrams. */
    public static synchronized int datagrams(Endpoint endpoint, boolean sharesPort)
            throws NetException {
        return bound(endpoint, SOCK_DGRAM, sharesPort);
    }

    private static int bound(Endpoint endpoint, int type, boolean sharesPort) throws NetException {
        Sockaddr address = address(endpoint);
        int fd = CALLS.socket(address.family(), type, 0);
        assertThat(fd).isPositive();
        if (sharesPort) assertThat(CALLS.setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, 1)).isZero();
        if (address.family() == AF_INET6) {
            int only = endpoint.host().equals("*") ? 0 : 1;
            assertThat(CALLS.setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, only)).isZero();
        }
        assertThat(CALLS.bind(fd, new SockaddrStorage(address))).as("bind %s", endpoint).isZero();
        return fd;
    }

    private static Sockaddr address(Endpoint endpoint) throws NetException {
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) return SockaddrUn.of(endpoint.path());
        InetSocketAddress first = endpoint.resolve().getFirst();
        if (first.getAddress() instanceof Inet6Address) return SockaddrIn6.of(first);
        int inet = ByteBuffer.wrap(first.getAddress().getAddress()).getInt();
        return new SockaddrIn(inet, first.getPort());
    }

    /** The port that {@code fd} is bound to. */
    public static synchronized int port(int fd) {
        SockaddrStorage address = new SockaddrStorage();
        assertThat(CALLS.getsockname(fd, address)).isZero();
        return ((InetSocketAddress) address.toSocketAddress()).getPort();
    }
}
