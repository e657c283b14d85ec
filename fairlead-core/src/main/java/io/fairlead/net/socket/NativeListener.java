package io.fairlead.net.socket;

import static io.fairlead.posix.InetConstants.IPPROTO_IPV6;
import static io.fairlead.posix.InetConstants.IPPROTO_TCP;
import static io.fairlead.posix.InetConstants.IPV6_V6ONLY;
import static io.fairlead.posix.InetConstants.TCP_NODELAY;
import static io.fairlead.posix.SocketConstants.AF_INET6;
import static io.fairlead.posix.SocketConstants.SOCK_STREAM;
import static io.fairlead.posix.SocketConstants.SOL_SOCKET;
import static io.fairlead.posix.SocketConstants.SO_KEEPALIVE;
import static io.fairlead.posix.SocketConstants.SO_REUSEADDR;
import static io.fairlead.posix.SocketConstants.SO_REUSEPORT;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.posix.Descriptors;
import io.fairlead.posix.Posix;
import io.fairlead.posix.Sockaddr;
import io.fairlead.posix.SockaddrUn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound, listening, non-blocking socket as a bare descriptor, for the native models: TCP or
 * Unix-domain, abstract names too. As {@link Listener} otherwise.
 *
 * <p>Belongs to one thread at a time; {@link #close} may be called by any, once.
 */
public final class NativeListener implements AutoCloseable {
    private static final Endpoint.Scheme UNIX = Endpoint.Scheme.UNIX;

    private final Descriptors descriptors = new Descriptors(new Posix());
    private final Endpoint endpoint;
    private final @Nullable SocketFile file;
    private int fd;

    private NativeListener(int fd, Endpoint endpoint, @Nullable SocketFile file) {
        this.fd = fd;
        this.endpoint = endpoint;
        this.file = file;
    }

    /**
     * Binds and listens.
     *
     * @param backlog how many connections the kernel keeps until they are accepted, at least 1
     * @param sharesPort true to let other listeners of this user have the same port, between which
     *     the kernel then spreads connections (SO_REUSEPORT, socket(7))
     * @throws NetException if that fails; nothing is left open
     */
    public static NativeListener open(Endpoint endpoint, int backlog, boolean sharesPort)
            throws NetException {
        if (endpoint.scheme() == UNIX) return openUnix(endpoint, backlog);
        List<InetSocketAddress> addresses = endpoint.resolve();
        try {
            return openTcp(endpoint, addresses.getFirst(), backlog, sharesPort);
        } catch (NetException e) {
            if (!Sockets.isIpv6Missing(endpoint, e)) throw e;
            return openTcp(endpoint, addresses.getLast(), backlog, sharesPort);
        }
    }

    /**
     * As {@link Listener#adopt}. What it accepts has TCP_NODELAY and SO_KEEPALIVE, as always.
     *
     * @throws NetException if there are no descriptors left; nothing is left open
     */
    public static NativeListener adopt(int fd, Endpoint endpoint) throws NetException {
        NativeOpening opening = new NativeOpening(endpoint);
        opening.duplicate(fd);
        if (endpoint.scheme() != UNIX) acceptedOptions(opening);
        return new NativeListener(opening.fd(), endpoint, null);
    }

    /** Accepted connections inherit these, without a call for each. */
    private static void acceptedOptions(NativeOpening opening) throws NetException {
        opening.option(IPPROTO_TCP, TCP_NODELAY, 1);
        opening.option(SOL_SOCKET, SO_KEEPALIVE, 1);
    }

    private static NativeListener openTcp(
            Endpoint endpoint, InetSocketAddress address, int backlog, boolean sharesPort)
            throws NetException {
        NativeOpening opening = new NativeOpening(endpoint);
        Sockaddr sockaddr = NativeOpening.sockaddr(address);
        opening.socket(sockaddr.family(), SOCK_STREAM);
        opening.option(SOL_SOCKET, SO_REUSEADDR, 1);
        if (sharesPort) opening.option(SOL_SOCKET, SO_REUSEPORT, 1);
        if (sockaddr.family() == AF_INET6) {
            opening.option(IPPROTO_IPV6, IPV6_V6ONLY, endpoint.isWildcard() ? 0 : 1);
        }
        acceptedOptions(opening);
        opening.bind(sockaddr);
        opening.listen(backlog);
        Endpoint bound = Sockets.bound(endpoint, opening.localAddress());
        return new NativeListener(opening.fd(), bound, null);
    }

    private static NativeListener openUnix(Endpoint endpoint, int backlog) throws NetException {
        NativeOpening opening = new NativeOpening(endpoint);
        if (endpoint.isAbstract()) {
            SockaddrUn name = SockaddrUn.of(endpoint.path());
            opening.socket(name.family(), SOCK_STREAM);
            opening.bind(name);
            opening.listen(backlog);
            return new NativeListener(opening.fd(), endpoint, null);
        }
        UnixDomainSocketAddress address = SocketFile.address("bind", endpoint);
        SocketFile.makeWay(endpoint);
        SockaddrUn path = SockaddrUn.path(endpoint.path());
        opening.socket(path.family(), SOCK_STREAM);
        opening.bind(path);
        opening.listen(backlog);
        try {
            SocketFile file = SocketFile.made(address.getPath());
            file.makePrivate();
            return new NativeListener(opening.fd(), endpoint, file);
        } catch (IOException e) {
            throw opening.failed("chmod", e);
        }
    }

    /** The descriptor. */
    public int fd() {
        return fd;
    }

    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Stops listening, as {@link Listener#close}.
     *
     * @throws NetException if the socket's file cannot be removed
     */
    @Override
    public synchronized void close() throws NetException {
        if (fd < 0) return;
        try {
            if (file != null) file.remove();
        } catch (IOException e) {
            throw NetException.of("close", endpoint, e);
        } finally {
            descriptors.close(fd);
            fd = -1;
        }
    }
}
