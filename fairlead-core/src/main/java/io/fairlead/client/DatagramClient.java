package io.fairlead.client;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.DatagramTarget;
import io.fairlead.net.socket.EmptyDatagrams;
import io.fairlead.net.socket.Sockets;
import io.fairlead.net.text.Durations;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges datagrams with one UDP endpoint.
 *
 * <p>The socket is connected, so that a closed port is told: as {@link NetException} of the next
 * call, ECONNREFUSED (RFC 1122 section 4.1.3.3). It is not where many may answer: after a multicast
 * group, or with {@link DatagramOptions} that allow broadcast or join a group. Then what anybody
 * sends is received, and {@link #sender} says who. One thread may send while another receives;
 * {@link #close} from any thread ends both.
 */
public final class DatagramClient implements Closeable {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final Endpoint endpoint;
    private final DatagramChannel channel;
    private final DatagramSocket socket;
    private final @Nullable InetSocketAddress many; // whom it sends to if it is not connected
    private final byte[] bytes = new byte[RECEIVE_BYTES];
    private final DatagramPacket received = new DatagramPacket(bytes, RECEIVE_BYTES);
    private final Object emptyLock = new Object();
    private @Nullable EmptyDatagrams empty; // guarded by emptyLock, as is closed
    private boolean closed;
    private volatile @Nullable SocketAddress sender;

    private DatagramClient(
            Endpoint endpoint, DatagramChannel channel, @Nullable InetSocketAddress many) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.many = many;
        socket = channel.socket();
    }

    /**
     * Opens a socket for datagrams to and from {@code endpoint}. Sends nothing.
     *
     * @throws NetException if the endpoint has no address, or no socket can be had
     * @throws IllegalArgumentException if the endpoint is not a UDP one
     */
    public static DatagramClient open(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        DatagramOptions datagrams = options.datagrams();
        boolean one = !datagrams.broadcast() && datagrams.memberships().isEmpty();
        if (one && !endpoint.isMulticast()) {
            return new DatagramClient(endpoint, Sockets.connectDatagram(endpoint, options), null);
        }
        DatagramTarget target = Sockets.openDatagramToMany(endpoint, options);
        return new DatagramClient(endpoint, target.channel(), target.address());
    }

    /**
     * Sends what remains in {@code payload} as one datagram, which may be empty.
     *
     * @throws NetException if it is too long (EMSGSIZE; 65,507 bytes fit over IPv4), or an earlier
     *     one was refused; if it is empty, also where native calls cannot be made
     */
    public void send(ByteBuffer payload) throws NetException {
        try {
            if (many != null) {
                channel.send(payload, many);
            } else if (payload.hasRemaining()) {
                channel.write(payload);
            } else {
                sendEmpty();
            }
        } catch (IOException e) {
            throw NetException.of("write", endpoint, e);
        }
    }

    private void sendEmpty() throws IOException {
        synchronized (emptyLock) {
            if (closed) throw new IOException("Socket closed");
            if (empty == null) empty = new EmptyDatagrams(channel);
            empty.send();
        }
    }

    /**
     * Waits for a datagram, without limit.
     *
     * @return its payload; valid until the next call
     * @throws NetException if an earlier one was refused, or the client was closed
     */
    public ByteBuffer receive() throws NetException {
        return receive(0, "ever");
    }

    /**
     * Waits for a datagram, and no longer than {@code timeout}.
     *
     * @return its payload; valid until the next call
     * @throws NetException as {@link #receive()}, and with {@link NetException.Kind#TIMEOUT} if
     *     none has come; a later call may still get it
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ByteBuffer receive(Duration timeout) throws NetException {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("receive timeout " + timeout + " is not positive");
        }
        long millis = timeout.plusNanos(999_999).toMillis(); // 0 would be without limit
        return receive((int) Math.min(millis, Integer.MAX_VALUE), Durations.text(timeout));
    }

    private ByteBuffer receive(int millis, String timeout) throws NetException {
        try {
            socket.setSoTimeout(millis);
            received.setData(bytes);
            socket.receive(received);
            sender = received.getSocketAddress();
            return ByteBuffer.wrap(bytes, 0, received.getLength());
        } catch (SocketTimeoutException e) {
            String sentence =
                    "no datagram came within "
                            + timeout
                            + "; it, or what was sent, may be lost: send again, or wait longer";
            throw new NetException("read", endpoint, "ETIMEDOUT", sentence, e);
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    /** Who sent what was received last; null before the first. */
    public @Nullable SocketAddress sender() {
        return sender;
    }

    /** This end's address. */
    public SocketAddress localAddress() {
        return socket.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        synchronized (emptyLock) {
            closed = true;
            if (empty != null) empty.close();
            empty = null;
        }
    }
}
