package io.fairlead.client;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.DatagramTarget;
import io.fairlead.net.socket.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges datagrams with one UDP endpoint.
 *
 * <p>The socket is connected, so that a closed port is told: as {@link NetException} of the next
 * call, ECONNREFUSED (RFC 1122 section 4.1.3.3). It is not where many may answer, after a multicast
 * group or with {@link ConnectOptions#broadcast}: then what anybody sends is received. One thread
 * may send while another receives; {@link #close} from any thread ends both.
 */
public final class DatagramClient implements Closeable {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final Endpoint endpoint;
    private final DatagramChannel channel;
    private final @Nullable InetSocketAddress many; // whom it sends to if it is not connected
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);

    private DatagramClient(
            Endpoint endpoint, DatagramChannel channel, @Nullable InetSocketAddress many) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.many = many;
    }

    /**
     * Opens a socket for datagrams to and from {@code endpoint}. Sends nothing.
     *
     * @throws NetException if the endpoint has no address, or no socket can be had
     * @throws IllegalArgumentException if the endpoint is not a UDP one
     */
    public static DatagramClient open(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        if (!options.broadcast() && !endpoint.isMulticast()) {
            return new DatagramClient(endpoint, Sockets.connectDatagram(endpoint, options), null);
        }
        DatagramTarget target = Sockets.openDatagramToMany(endpoint, options);
        return new DatagramClient(endpoint, target.channel(), target.address());
    }

    /**
     * Sends what remains in {@code payload} as one datagram.
     *
     * @throws NetException if it is empty (java.nio would send nothing, without a word), too long
     *     (EMSGSIZE; 65,507 bytes fit over IPv4), or an earlier one was refused
     */
    public void send(ByteBuffer payload) throws NetException {
        try {
            if (!payload.hasRemaining()) {
                throw new IOException("java.nio sends no empty datagrams to a fixed address");
            }
            if (many == null) {
                channel.write(payload);
            } else {
                channel.send(payload, many);
            }
        } catch (IOException e) {
            throw NetException.of("write", endpoint, e);
        }
    }

    /**
     * Waits for a datagram.
     *
     * @return its payload; valid until the next call
     * @throws NetException if an earlier one was refused, or the client was closed
     */
    public ByteBuffer receive() throws NetException {
        try {
            received.clear();
            if (many == null) {
                channel.read(received);
            } else {
                channel.receive(received);
            }
            return received.flip();
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    /** This end's address. */
    public SocketAddress localAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
