package io.fairlead.net.socket;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One attempt to connect: the addresses in turn, within one deadline. For one thread. */
final class Connector {
    private static final long UNIX_RETRY_MIN_NS = 1_000_000;
    private static final long UNIX_RETRY_MAX_NS = 50_000_000;

    private final Endpoint remote;
    private final ConnectOptions options;
    private final long deadlineNs;

    private Connector(Endpoint remote, ConnectOptions options) {
        this.remote = remote;
        this.options = options;
        this.deadlineNs = System.nanoTime() + TimeUnit.NANOSECONDS.convert(options.timeout());
        requireLocal(remote, options.local());
    }

    private static void requireLocal(Endpoint remote, @Nullable Endpoint local) {
        if (local != null && (!isSameSocket(local, remote) || local.port() < 0)) {
            throw new EndpointException(
                    local.toString(), "it cannot be the local end of a connection to " + remote);
        }
    }

    private static boolean isSameSocket(Endpoint local, Endpoint remote) {
        boolean tcp = local.scheme().isTcp() && remote.scheme().isTcp();
        return tcp || local.scheme() == remote.scheme();
    }

    /** See {@link Sockets#connect}. */
    static SocketChannel connect(Endpoint remote, ConnectOptions options) throws NetException {
        Connector connector = new Connector(remote, options);
        return switch (remote.scheme()) {
            case TCP, TLS -> connector.connectTcp();
            case UNIX -> connector.connectUnix();
            case UDP ->
                    throw new EndpointException(
                            remote.toString(), "datagrams make no connection; use tcp:// or unix:");
            case FD -> throw new EndpointException(remote.toString(), Sockets.SERVED_ONLY);
        };
    }

    /** See {@link Sockets#connectDatagram}. */
    static DatagramChannel connectDatagram(Endpoint remote, ConnectOptions options)
            throws NetException {
        Connector connector = new Connector(remote, options);
        return connector.eachAddress(
                connector.addresses(), (address, timeNs) -> connector.connectUdp(address));
    }

    /** See {@link Sockets#openDatagramToMany}. */
    static DatagramTarget openDatagramToMany(Endpoint remote, ConnectOptions options)
            throws NetException {
        Connector connector = new Connector(remote, options);
        return connector.eachAddress(
                connector.addresses(), (address, timeNs) -> connector.openToMany(address));
    }

    /** One way to connect to one address. */
    private interface Attempt<C> {
        C connect(InetSocketAddress address, long timeNs) throws NetException;
    }

    private <C> C eachAddress(List<InetSocketAddress> addresses, Attempt<C> attempt)
            throws NetException {
        NetException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            try {
                // A share each: a first address that swallows packets must not use up all the time.
                return attempt.connect(addresses.get(i), remainingNs() / (addresses.size() - i));
            } catch (NetException e) {
                if (e.errno().equals("EINTR")) throw e;
                failure = failure == null ? e : ConnectFailure.moreTelling(failure, e);
            }
        }
        if (failure == null) {
            throw new IllegalStateException(remote + " has no address");
        }
        throw failure;
    }

    private List<InetSocketAddress> addresses() throws NetException {
        return addresses(remote, options);
    }

    /** See {@link Sockets#addresses}. */
    static List<InetSocketAddress> addresses(Endpoint remote, ConnectOptions options)
            throws NetException {
        if (remote.port() == 0) {
            throw new NetException(
                    "connect",
                    remote,
                    "EADDRNOTAVAIL",
                    "nothing can listen on port 0; give the port that the server reports",
                    null);
        }
        if (!remote.isWildcard()) {
            return remote.resolve(options.timeout());
        }
        String loopback = remote.host().equals("::") ? "::1" : "127.0.0.1";
        return List.of(new InetSocketAddress(InetAddress.ofLiteral(loopback), remote.port()));
    }

    private long remainingNs() {
        return Math.max(0, deadlineNs - System.nanoTime());
    }

    /**
     * A port of our own is bound once, so the addresses have it one after the other; otherwise
     * several are tried at a time.
     */
    private SocketChannel connectTcp() throws NetException {
        Endpoint local = options.local();
        List<InetSocketAddress> addresses = addresses();
        if (addresses.size() == 1 || (local != null && local.port() != 0)) {
            return eachAddress(addresses, this::connectTcp);
        }
        return new ConnectRace(addresses, to -> openTcp(options, to), this::failure, deadlineNs)
                .run();
    }

    private SocketChannel connectTcp(InetSocketAddress address, long timeNs) throws NetException {
        SocketChannel channel = null;
        try {
            channel = openTcp(options, address);
            // The adaptor bounds connect(2) without a selector, and parks a virtual thread.
            channel.socket().connect(address, millis(timeNs));
            return ConnectFailure.requireOther(channel);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw failure(e);
        }
    }

    /** A channel with its options, at the local end that is asked for. */
    static SocketChannel openTcp(ConnectOptions options, InetSocketAddress address)
            throws IOException {
        SocketChannel channel = SocketChannel.open(Sockets.family(address));
        try {
            Sockets.streamOptions(channel);
            bindLocal(options, channel, address);
            return channel;
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw e;
        }
    }

    /** In whole milliseconds, rounded up: 0 would mean without end. */
    private static int millis(long timeNs) {
        return Math.clamp(timeNs / 1_000_000 + 1, 1, Integer.MAX_VALUE);
    }

    private static void bindLocal(
            ConnectOptions options, NetworkChannel channel, InetSocketAddress to)
            throws IOException {
        Endpoint local = options.local();
        if (local == null) return;
        if (channel instanceof SocketChannel && options.reuse()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        }
        try {
            channel.bind(localFor(options, local, to));
        } catch (NetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw PortHolder.bindFailure(local, e);
        }
    }

    /** The address of {@code local} that is of the same family as {@code to}. */
    static InetSocketAddress localFor(ConnectOptions options, Endpoint local, InetSocketAddress to)
            throws NetException {
        InetSocketAddress from = null;
        for (InetSocketAddress address : local.resolve(options.timeout())) {
            if (from == null && Sockets.family(address).equals(Sockets.family(to))) {
                from = address;
            }
        }
        if (from == null) {
            throw new NetException(
                    "bind",
                    local,
                    "EAFNOSUPPORT",
                    "%s is of another family; give both as IPv4 or both as IPv6"
                            .formatted(Endpoint.describe(to)),
                    null);
        }
        return from;
    }

    private DatagramChannel connectUdp(InetSocketAddress address) throws NetException {
        try {
            return connectUdp(options, address);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    /** A datagram channel that is connected, from the local end that is asked for. */
    static DatagramChannel connectUdp(ConnectOptions options, InetSocketAddress address)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(Sockets.family(address));
        try {
            ChannelDatagrams.prepare(channel, options.datagrams());
            bindLocal(options, channel, address);
            return channel.connect(address);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw e;
        }
    }

    private DatagramTarget openToMany(InetSocketAddress address) throws NetException {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(Sockets.family(address));
            ChannelDatagrams.prepareForMany(channel, remote, address, options.datagrams());
            bindLocal(options, channel, address);
            if (options.local() == null) channel.bind(null); // so that it has a port from now on
            return new DatagramTarget(channel, address);
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            throw failure(e);
        }
    }

    /**
     * A server's full queue makes a blocking connect(2) wait without end and a non-blocking one
     * fail with EAGAIN, after which there is nothing to wait for: so it is tried again and again.
     */
    private SocketChannel connectUnix() throws NetException {
        UnixDomainSocketAddress address = SocketFile.address("connect", remote);
        long pauseNs = UNIX_RETRY_MIN_NS;
        while (true) {
            SocketChannel channel = tryConnectUnix(address);
            if (channel != null) {
                return channel;
            }
            if (remainingNs() == 0 || Thread.currentThread().isInterrupted()) {
                throw failure(new SocketTimeoutException());
            }
            LockSupport.parkNanos(this, Math.min(pauseNs, remainingNs()));
            pauseNs = Math.min(2 * pauseNs, UNIX_RETRY_MAX_NS);
        }
    }

    /** Returns null if the server's queue is full. */
    private @Nullable SocketChannel tryConnectUnix(UnixDomainSocketAddress address)
            throws NetException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            if (!channel.connect(address)) {
                throw new SocketException("Resource temporarily unavailable");
            }
            channel.configureBlocking(true);
            return channel;
        } catch (IOException | RuntimeException e) {
            Sockets.closeAfter(e, channel);
            NetException failure = failure(e);
            if (failure.errno().equals("EAGAIN")) {
                return null;
            }
            throw failure;
        }
    }

    private NetException failure(Exception e) {
        return ConnectFailure.of(remote, options, e);
    }
}
