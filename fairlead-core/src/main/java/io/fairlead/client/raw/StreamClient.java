package io.fairlead.client.raw;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.PeerTls;
import io.fairlead.tls.TlsOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes both ways at the same time, to and from one TCP or Unix-domain endpoint, as they are, with
 * no memory between caller and socket: what {@code nc} does. Programs use {@link
 * io.fairlead.client.Client#connect(String)}.
 *
 * <p>One thread may write while another reads; {@link #close} from any thread ends both.
 */
public final class StreamClient implements Closeable {
    private final Endpoint endpoint;
    private final BlockingTransport transport;

    /** Over a connection that is there already. */
    StreamClient(Endpoint endpoint, BlockingTransport transport) {
        this.endpoint = endpoint;
        this.transport = transport;
    }

    /**
     * Connects.
     *
     * @throws NetException if it cannot be made; says why and what to do
     * @throws IllegalArgumentException if the endpoint is a UDP one
     */
    public static StreamClient connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        return connect(endpoint, options, TlsOptions.DEFAULT);
    }

    /**
     * Connects; as {@link #connect(Endpoint, ConnectOptions)}.
     *
     * @param tls for a {@code tls://} endpoint: whom to trust, what to show
     */
    public static StreamClient connect(Endpoint endpoint, ConnectOptions options, TlsOptions tls)
            throws NetException {
        return new StreamClient(endpoint, Transports.connect(endpoint, options, tls));
    }

    /**
     * Waits for at least one byte.
     *
     * @return how many came; -1 when the peer has ended its direction
     * @throws NetException if the connection is lost, or was closed
     */
    public int read(ByteBuffer into) throws NetException {
        try {
            return transport.read(into, null);
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    /**
     * Writes all that remains in {@code from}, waiting until the kernel has taken it.
     *
     * @throws NetException if the connection is lost, or was closed
     */
    public void write(ByteBuffer from) throws NetException {
        try {
            transport.write(from, null);
        } catch (IOException e) {
            throw NetException.of("write", endpoint, e);
        }
    }

    /**
     * Ends our direction (FIN): the peer knows that this is all, and can still answer.
     *
     * @throws NetException if the connection is lost, or was closed
     */
    public void shutdownOutput() throws NetException {
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            throw NetException.of("shutdown", endpoint, e);
        }
    }

    /** The other end's address; that of a Unix-domain client has no name. */
    public SocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    /** This end's address. */
    public SocketAddress localAddress() {
        return transport.localAddress();
    }

    /** How TLS protects the connection, and whom the peer has shown to be; null without TLS. */
    public @Nullable PeerTls tls() {
        return transport.tls();
    }

    @Override
    public void close() {
        transport.close();
    }
}
