package io.fairlead.client;

import io.fairlead.connection.DatagramDescriptor;
import io.fairlead.connection.DatagramTransport;
import io.fairlead.connection.UdpTransport;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket for datagrams in blocking style, over UDP or a Unix-domain socket (SOCK_DGRAM of
 * unix(7), on Linux): connected to one endpoint, or bound for anybody.
 *
 * <pre>{@code
 * try (Datagrams socket = Datagrams.connect("udp://:7007")) {
 *     socket.send("hello");
 *     IO.println(socket.receive(Duration.ofSeconds(1)).text());
 * }
 * }</pre>
 *
 * <p>UDP loses, repeats and reorders datagrams. Over a Unix-domain socket none is lost or
 * reordered: where the receiver is slow, the sender waits.
 *
 * <p>One thread may send while another receives; {@link #close} from any thread ends both. For many
 * peers with a service there are {@link Client} and {@link io.fairlead.server.Server}.
 */
public final class Datagrams implements Closeable {
    private final DatagramTransport transport;
    private final Endpoint endpoint;

    /**
     * A datagram that came.
     *
     * @param payload valid until the next call of {@link #receive}
     * @param sender who sent it: a UDP address, or a path or {@code @name}; the empty path has no
     *     name, and cannot be answered
     */
    public record Received(Frame payload, SocketAddress sender) {
        /** The payload as UTF-8 text. */
        public String text() {
            return payload.text();
        }
    }

    private Datagrams(DatagramTransport transport, Endpoint endpoint) {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /**
     * Opens a socket to send to {@code endpoint}, and to hear its answers; as {@link
     * #connect(Endpoint, ConnectOptions)}.
     *
     * @param endpoint such as {@code udp://127.0.0.1:7007} or {@code unix:///dev/log}; see {@link
     *     Endpoint#parse}
     */
    public static Datagrams connect(String endpoint) throws NetException {
        return connect(Endpoint.parse(endpoint), ConnectOptions.DEFAULT);
    }

    /**
     * Opens a socket to send to {@code endpoint}, and to hear its answers. Sends nothing.
     *
     * <p>A UDP socket is connected, so that a closed port is told: as {@link NetException} of the
     * next call, ECONNREFUSED (RFC 1122 section 4.1.3.3). It is not where many may answer: after a
     * multicast group, or with {@link DatagramOptions} that allow broadcast or join a group. Then
     * what anybody sends is received.
     *
     * <p>A Unix-domain socket has a name that the system picks, so that the other end can answer.
     *
     * @param options the time does not matter to a Unix-domain socket
     * @throws NetException if the endpoint has no address or nobody has bound it (Unix: ENOENT,
     *     ECONNREFUSED), it is one for streams (EPROTOTYPE), or no socket can be had
     * @throws IllegalArgumentException if the endpoint is one for streams by its scheme, or a
     *     Unix-domain socket is to have options of a UDP one
     */
    public static Datagrams connect(Endpoint endpoint, ConnectOptions options) throws NetException {
        if (endpoint.scheme() != Endpoint.Scheme.UNIX) {
            UdpTransport udp = UdpTransport.connect(endpoint, options);
            return new Datagrams(udp, udp.endpoint());
        }
        requireNoOptions(endpoint, options.local() == null, options.datagrams());
        return new Datagrams(DatagramDescriptor.connect(endpoint), endpoint);
    }

    /**
     * Binds {@code endpoint}, for datagrams of anybody; as {@link #bind(Endpoint,
     * DatagramOptions)}.
     */
    public static Datagrams bind(String endpoint) throws NetException {
        return bind(Endpoint.parse(endpoint), DatagramOptions.DEFAULT);
    }

    /**
     * Binds {@code endpoint}, for datagrams of anybody. The file of a Unix-domain socket gets mode
     * 0600, and goes with this socket.
     *
     * @param endpoint such as {@code udp://127.0.0.1:7007}, {@code udp://239.1.2.3%eth0:7007} (a
     *     group) or {@code unix:@name}
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is one for streams by its scheme, nothing of
     *     a group would come to it, or a Unix-domain socket is to have options of a UDP one
     */
    public static Datagrams bind(Endpoint endpoint, DatagramOptions options) throws NetException {
        if (endpoint.scheme() != Endpoint.Scheme.UNIX) {
            UdpTransport udp = UdpTransport.bind(endpoint, options);
            return new Datagrams(udp, udp.endpoint());
        }
        requireNoOptions(endpoint, true, options);
        return new Datagrams(DatagramDescriptor.bind(endpoint), endpoint);
    }

    private static void requireNoOptions(
            Endpoint endpoint, boolean isFromAnywhere, DatagramOptions options) {
        if (isFromAnywhere && options.equals(DatagramOptions.DEFAULT)) return;
        throw new EndpointException(
                endpoint.toString(),
                "a Unix-domain socket has no local endpoint to connect from, no groups and no"
                        + " broadcast; leave these options out");
    }

    /**
     * Sends a datagram, which may be empty, to the endpoint that this is connected to. Over a
     * Unix-domain socket it waits while the receiver's queue is full.
     *
     * @throws NetException if it is too long (EMSGSIZE; 65,507 bytes fit over IPv4), an earlier one
     *     was refused, the receiver has gone, or this was closed; if it is empty and goes over UDP,
     *     also where native calls cannot be made
     * @throws IllegalStateException if this is bound, and so connected to nobody
     */
    public void send(Frame datagram) throws NetException {
        transport.send(datagram.buffer(), null);
    }

    /** Sends {@code text} in UTF-8; as {@link #send(Frame)}. */
    public void send(String text) throws NetException {
        send(Frame.of(text));
    }

    /**
     * Sends a datagram to anybody, such as the sender of one that was received.
     *
     * @throws NetException as {@link #send(Frame)}, and if {@code to} has no name (EINVAL)
     * @throws IllegalStateException if this is connected to somebody else
     */
    public void send(SocketAddress to, Frame datagram) throws NetException {
        transport.send(datagram.buffer(), to);
    }

    /** Sends {@code text} in UTF-8; as {@link #send(SocketAddress, Frame)}. */
    public void send(SocketAddress to, String text) throws NetException {
        send(to, Frame.of(text));
    }

    /**
     * Waits for a datagram, without limit.
     *
     * @throws NetException if an earlier one was refused, or this was closed
     */
    public Received receive() throws NetException {
        return received(null);
    }

    /**
     * Waits for a datagram, and no longer than {@code timeout}.
     *
     * @throws NetException as {@link #receive()}, and with {@link NetException.Kind#TIMEOUT} if
     *     none has come; a later call may still get it
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public Received receive(Duration timeout) throws NetException {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("receive timeout " + timeout + " is not positive");
        }
        return received(timeout);
    }

    private Received received(@Nullable Duration timeout) throws NetException {
        Frame payload = Frame.of(transport.receive(timeout));
        return new Received(payload, transport.sender());
    }

    /**
     * Joins a multicast group, beside those that a bound UDP socket was made with. What it has
     * joined already stays so.
     *
     * @throws NetException if that fails, as there is no such interface
     * @throws IllegalArgumentException if nothing of the group would come to the address that is
     *     bound (bind {@code udp://*:PORT})
     * @throws IllegalStateException if this is connected, or a Unix-domain socket
     */
    public void join(Membership membership) throws NetException {
        transport.join(membership);
    }

    /**
     * Leaves a multicast group. What is not joined stays so.
     *
     * @param membership equal to the one that was joined
     * @throws NetException if that fails
     * @throws IllegalStateException as {@link #join}
     */
    public void leave(Membership membership) throws NetException {
        transport.leave(membership);
    }

    /**
     * The size of a UDP socket's receive buffer that the system grants; Linux cuts what is asked
     * for to net.core.rmem_max. 0 for a Unix-domain socket, and once this is closed.
     */
    public int receiveBufferBytes() {
        return transport.receiveBufferBytes();
    }

    /** What this is connected to, or what is bound: the real port, {@code *} as it was. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** This end's address; that of a Unix-domain socket is a path or {@code @name}. */
    public SocketAddress localAddress() {
        return transport.localAddress();
    }

    @Override
    public void close() throws NetException {
        transport.close();
    }
}
