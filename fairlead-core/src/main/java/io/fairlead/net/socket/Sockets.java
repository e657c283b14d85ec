package io.fairlead.net.socket;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens client sockets, and sets the options of accepted ones. Thread-safe. */
public final class Sockets {
    /** Why nothing but a server can have an {@code fd://} endpoint. */
    static final String SERVED_ONLY =
            "a socket that the process has been given can be served, and nothing else; write"
                    + " tcp://HOST:PORT or unix:PATH";

    private Sockets() {}

    /** The close of a TCP connection is to reset it (SO_LINGER of socket(7), at zero). */
    public static void resetOnClose(SocketChannel channel) {
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // closed already
        }
    }

    /**
     * Connects to a TCP or Unix-domain endpoint; {@code *} is loopback. Of the addresses of a name
     * the first to answer wins: those of the two families take turns, each 250 ms after the one
     * before or as soon as that has failed (RFC 8305). TCP gets TCP_NODELAY and SO_KEEPALIVE, and
     * SO_REUSEADDR when it connects from a fixed port ({@link ConnectOptions#reuse}); from there
     * the addresses are tried one after the other.
     *
     * @return a connected channel in blocking mode
     * @throws NetException if no address answers, with the most telling failure; nothing is left
     *     open. After an interrupt the errno is EINTR and the thread's interrupt status is set
     * @throws IllegalArgumentException if an endpoint is of the wrong scheme
     */
    public static SocketChannel connect(Endpoint remote, ConnectOptions options)
            throws NetException {
        return Connector.connect(remote, options);
    }

    /**
     * The addresses of a TCP or UDP endpoint to connect to; {@code *} is loopback. A name is looked
     * up, within the time of {@code options}.
     *
     * @throws NetException if it has none, or its port is 0
     */
    public static List<InetSocketAddress> addresses(Endpoint remote, ConnectOptions options)
            throws NetException {
        return Connector.addresses(remote, options);
    }

    /**
     * The address of {@code local}, which may be a name, for a connection to {@code to}.
     *
     * @throws NetException if it has none of the same family
     */
    public static InetSocketAddress localAddress(
            ConnectOptions options, Endpoint local, InetSocketAddress to) throws NetException {
        return Connector.localFor(options, local, to);
    }

    /**
     * Opens a datagram socket that talks to one peer only, so that it hears of an unreachable port;
     * {@code *} is loopback. Nothing is sent: a peer that is not there shows at the first exchange.
     *
     * @throws NetException if there is no way to any address; nothing is left open
     * @throws IllegalArgumentException if an endpoint is of the wrong scheme
     */
    public static DatagramChannel connectDatagram(Endpoint remote, ConnectOptions options)
            throws NetException {
        requireUdp(remote);
        return Connector.connectDatagram(remote, options);
    }

    /**
     * Opens a datagram socket to send to many, and to hear whoever answers: to a multicast group,
     * at the interface that the endpoint names or the route does, or, with {@link
     * DatagramOptions#broadcast}, to a broadcast address. Nothing is sent.
     *
     * @throws NetException if the endpoint has no address, or there is no interface for a group;
     *     nothing is left open
     * @throws IllegalArgumentException if an endpoint is of the wrong scheme
     */
    public static DatagramTarget openDatagramToMany(Endpoint remote, ConnectOptions options)
            throws NetException {
        requireUdp(remote);
        return Connector.openDatagramToMany(remote, options);
    }

    /**
     * Sets the options of a socket that was accepted: TCP_NODELAY and SO_KEEPALIVE, or nothing for
     * Unix-domain sockets. Failures are passed over: the peer may be gone already, and then the
     * first read says so better.
     */
    public static void acceptedOptions(SocketChannel accepted) {
        try {
            streamOptions(accepted);
        } catch (IOException goneAlready) {
            return;
        }
    }

    static void streamOptions(SocketChannel channel) throws IOException {
        setIfSupported(channel, StandardSocketOptions.TCP_NODELAY);
        setIfSupported(channel, StandardSocketOptions.SO_KEEPALIVE);
    }

    private static void setIfSupported(NetworkChannel channel, SocketOption<Boolean> option)
            throws IOException {
        // A Unix-domain channel has SO_KEEPALIVE neither here nor there.
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, true);
        }
    }

    static void requireUdp(Endpoint endpoint) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) {
            throw new EndpointException(
                    endpoint.toString(), "a datagram socket is written udp://HOST:PORT");
        }
    }

    /** The family that fits an address: a socket for IPv4 alone where IPv4 is meant. */
    static StandardProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    /** Whether {@code *} has to be IPv4 alone, because the machine or the JVM has no IPv6. */
    static boolean isIpv6Missing(Endpoint endpoint, NetException failure) {
        return endpoint.host().equals("*")
                && (failure.errno().equals("EAFNOSUPPORT")
                        || failure.errno().equals("EADDRNOTAVAIL"));
    }

    /** What is bound, in words: {@code *} and a group's zone stay, a name becomes its address. */
    static Endpoint bound(Endpoint wanted, SocketAddress actual) {
        Endpoint bound = Endpoint.of(actual, wanted.scheme());
        boolean asWritten = wanted.host().equals("*") || wanted.isMulticast();
        return asWritten ? wanted.withPort(bound.port()) : bound;
    }

    /** Closes what a failure leaves behind; the failure is what matters to the caller. */
    static void closeAfter(Exception failure, @Nullable Closeable left) {
        try {
            if (left != null) {
                left.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
