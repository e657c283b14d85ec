package io.fairlead.connection;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ChannelDatagrams;
import io.fairlead.net.socket.DatagramTarget;
import io.fairlead.net.socket.EmptyDatagrams;
import io.fairlead.net.socket.Sockets;
import io.fairlead.net.text.Durations;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** UDP over a channel of java.nio. */
public final class UdpTransport implements DatagramTransport {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final Endpoint endpoint;
    private final DatagramChannel channel;
    private final DatagramSocket socket;
    private final @Nullable InetSocketAddress many; // whom it sends to if it is not connected
    private final @Nullable ChannelDatagrams bound; // null if it sends to somebody of its own
    private final byte[] bytes = new byte[RECEIVE_BYTES];
    private final DatagramPacket received = new DatagramPacket(bytes, RECEIVE_BYTES);
    private final Object emptyLock = new Object();
    private @Nullable EmptyDatagrams empty; // guarded by emptyLock, as is closed
    private boolean closed;

    private UdpTransport(
            Endpoint endpoint,
            DatagramChannel channel,
            @Nullable InetSocketAddress many,
            @Nullable ChannelDatagrams bound) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.many = many;
        this.bound = bound;
        socket = channel.socket();
    }

    /**
     * A socket for datagrams to and from {@code endpoint}: connected, so that a closed port is told
     * (RFC 1122 section 4.1.3.3), unless many may answer. Sends nothing.
     *
     * @throws NetException if the endpoint has no address, or no socket can be had
     * @throws IllegalArgumentException if the endpoint is not a UDP one
     */
    public static UdpTransport connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        DatagramOptions datagrams = options.datagrams();
        boolean one = !datagrams.broadcast() && datagrams.memberships().isEmpty();
        if (one && !endpoint.isMulticast()) {
            DatagramChannel channel = Sockets.connectDatagram(endpoint, options);
            return new UdpTransport(endpoint, channel, null, null);
        }
        DatagramTarget target = Sockets.openDatagramToMany(endpoint, options);
        return new UdpTransport(endpoint, target.channel(), target.address(), null);
    }

    /**
     * A socket for datagrams of anybody.
     *
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is not a UDP one, or nothing of a group
     *     would come to it
     */
    public static UdpTransport bind(Endpoint endpoint, DatagramOptions options)
            throws NetException {
        ChannelDatagrams bound = ChannelDatagrams.open(endpoint, options, false);
        return new UdpTransport(bound.endpoint(), bound.channel(), null, bound);
    }

    /** What it is connected to, or what is bound: the real port, {@code *} as it was. */
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException {
        SocketAddress receiver = to == null ? many : to;
        String place = to == null ? endpoint.toString() : "udp://" + Endpoint.describe(to);
        try {
            if (channel.isConnected()) {
                if (to != null && !to.equals(channel.getRemoteAddress())) throw connected();
                sendToPeer(payload);
            } else if (receiver != null) {
                channel.send(payload, receiver);
            } else if (channel.isOpen()) {
                throw new IllegalStateException(
                        endpoint + " is bound, and connected to nobody: name who is to get it");
            } else {
                throw new ClosedChannelException();
            }
        } catch (IOException | UnsupportedAddressTypeException e) {
            throw NetException.of("write", place, e);
        }
    }

    private IllegalStateException connected() {
        return new IllegalStateException(
                "the socket is connected to " + endpoint + ", and sends to nobody else; bind one");
    }

    private void sendToPeer(ByteBuffer payload) throws IOException {
        if (payload.hasRemaining()) {
            channel.write(payload);
            return;
        }
        synchronized (emptyLock) {
            if (closed) throw new ClosedChannelException();
            if (empty == null) empty = new EmptyDatagrams(channel);
            empty.send();
        }
    }

    @Override
    public ByteBuffer receive(@Nullable Duration timeout) throws NetException {
        try {
            socket.setSoTimeout(timeout == null ? 0 : millis(timeout)); // 0 is without limit
            received.setData(bytes);
            socket.receive(received);
            return ByteBuffer.wrap(bytes, 0, received.getLength());
        } catch (SocketTimeoutException e) {
            String sentence =
                    "no datagram came within "
                            + (timeout == null ? "the time" : Durations.text(timeout))
                            + "; it, or what was sent, may be lost: send again, or wait longer";
            throw new NetException("read", endpoint, "ETIMEDOUT", sentence, e);
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    private static int millis(Duration timeout) {
        return (int) Math.min(timeout.plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
    }

    @Override
    public SocketAddress sender() {
        return received.getSocketAddress();
    }

    @Override
    public void join(Membership membership) throws NetException {
        if (bound == null) throw DatagramTransport.joinsNone();
        bound.join(membership);
    }

    @Override
    public void leave(Membership membership) throws NetException {
        if (bound == null) throw DatagramTransport.joinsNone();
        bound.leave(membership);
    }

    @Override
    public int receiveBufferBytes() {
        return ChannelDatagrams.receiveBufferBytes(channel);
    }

    @Override
    public SocketAddress localAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public void close() throws NetException {
        try {
            channel.close();
        } catch (IOException e) {
            throw NetException.of("close", endpoint, e);
        }
        synchronized (emptyLock) {
            closed = true;
            if (empty != null) empty.close();
            empty = null;
        }
    }
}
