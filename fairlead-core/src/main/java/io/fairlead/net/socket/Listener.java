package io.fairlead.net.socket;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound, listening socket, TCP or Unix-domain. Safe to use from any thread.
 *
 * <p>TCP has SO_REUSEADDR (a restart binds at once, RFC 9293 section 3.6.1) and never SO_REUSEPORT
 * unless it is asked for. A Unix-domain socket has mode 0600, set right after bind(2); between the
 * two calls the process's umask decides, so keep the file in a directory of your own. A socket file
 * that a killed server left behind is replaced; a living server's, and any other file, is left
 * alone.
 */
public final class Listener implements AutoCloseable {
    /** A backlog for every purpose; Linux cuts it to net.core.somaxconn (4,096), listen(2). */
    public static final int BACKLOG_DEFAULT = 1_024;

    private final ServerSocketChannel channel;
    private final Endpoint endpoint;
    private final @Nullable SocketFile file;
    private boolean closed; // guarded by this; an interrupt may close the channel before us

    private Listener(ServerSocketChannel channel, Endpoint endpoint, @Nullable SocketFile file) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.file = file;
    }

    /** As {@link #open(Endpoint, int)} with {@link #BACKLOG_DEFAULT}. */
    public static Listener open(Endpoint endpoint) throws NetException {
        return open(endpoint, BACKLOG_DEFAULT);
    }

    /**
     * Binds and listens. A host name is looked up, which may block, and its first address is bound.
     * {@code *} takes IPv4 and IPv6 with one socket, or IPv4 alone where there is no IPv6.
     *
     * @param backlog how many connections the kernel keeps until they are accepted, at least 1
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is a UDP one, or the backlog is under 1
     */
    public static Listener open(Endpoint endpoint, int backlog) throws NetException {
        return open(endpoint, backlog, false);
    }

    /**
     * As {@link #open(Endpoint, int)}.
     *
     * @param sharesPort true to let other listeners of this user have the same TCP port, between
     *     which the kernel then spreads connections (SO_REUSEPORT, socket(7)); false is the default
     * @throws UnsupportedOperationException if that is asked for where the system has no such
     *     option
     */
    public static Listener open(Endpoint endpoint, int backlog, boolean sharesPort)
            throws NetException {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog " + backlog + " is under 1");
        }
        return switch (endpoint.scheme()) {
            case TCP, TLS -> openTcp(endpoint, backlog, sharesPort);
            case UNIX -> openUnix(endpoint, backlog);
            case UDP ->
                    throw new EndpointException(
                            endpoint.toString(),
                            "datagrams have no connections to listen for; use tcp:// or unix:");
            case FD -> throw new EndpointException(endpoint.toString(), Sockets.SERVED_ONLY);
        };
    }

    /**
     * A listener over a socket that listens already: with a descriptor of its own, so that to close
     * it ends nothing for whoever else has the socket. A socket file stays.
     *
     * @param fd which stays open, and is the caller's
     * @param endpoint what it is bound to
     * @throws NetException if there can be no channel for it; nothing is left open
     */
    public static Listener adopt(int fd, Endpoint endpoint) throws NetException {
        try {
            return new Listener(new AdoptedChannels(fd, endpoint).listener(), endpoint, null);
        } catch (IOException | UnsupportedOperationException e) {
            throw NetException.of("adopt", endpoint, e);
        }
    }

    private static Listener openTcp(Endpoint endpoint, int backlog, boolean sharesPort)
            throws NetException {
        List<InetSocketAddress> addresses = endpoint.resolve();
        try {
            return bindTcp(endpoint, addresses.getFirst(), backlog, sharesPort);
        } catch (NetException e) {
            if (Sockets.isIpv6Missing(endpoint, e)) {
                return bindTcp(endpoint, addresses.getLast(), backlog, sharesPort);
            }
            throw e;
        }
    }

    private static Listener bindTcp(
            Endpoint endpoint, InetSocketAddress address, int backlog, boolean sharesPort)
            throws NetException {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open(Sockets.family(address));
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (sharesPort) channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(address, backlog);
            return new Listener(channel, Sockets.bound(endpoint, channel.getLocalAddress()), null);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw PortHolder.bindFailure(endpoint, e);
        }
    }

    private static Listener openUnix(Endpoint endpoint, int backlog) throws NetException {
        UnixDomainSocketAddress address = SocketFile.address("bind", endpoint);
        SocketFile.makeWay(endpoint);
        ServerSocketChannel channel = null;
        SocketFile file = null;
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(address, backlog);
            file = SocketFile.made(address.getPath());
            file.makePrivate();
            return new Listener(channel, endpoint, file);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, file == null ? null : file::remove);
            Sockets.closeAfter(e, channel);
            throw PortHolder.bindFailure(endpoint, e);
        }
    }

    /** The channel to accept from, in blocking mode until somebody changes that. */
    public ServerSocketChannel channel() {
        return channel;
    }

    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Stops listening; who has not been accepted is reset. Removes the socket file if it still is
     * the one that was made here. Later calls do nothing.
     *
     * @throws NetException if the file cannot be removed; the channel is closed all the same
     */
    @Override
    public synchronized void close() throws NetException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            if (file != null) {
                file.remove();
            }
        } catch (IOException e) {
            throw NetException.of("close", endpoint, e);
        }
    }
}
