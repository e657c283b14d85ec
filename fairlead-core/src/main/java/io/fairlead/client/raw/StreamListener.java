package io.fairlead.client.raw;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.StreamAcceptor;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.Closeable;
import java.net.InetSocketAddress;

/**
 * Waits for connections to one TCP or Unix-domain endpoint and takes them one at a time, as bytes
 * both ways: what {@code nc -l} does. To serve many at the same time there is {@link
 * io.fairlead.server.Server}.
 *
 * <p>One thread accepts; {@link #close} from any thread wakes it.
 */
public final class StreamListener implements Closeable {
    private final StreamAcceptor acceptor;

    private StreamListener(StreamAcceptor acceptor) {
        this.acceptor = acceptor;
    }

    /**
     * Binds and listens. The file of a Unix-domain socket gets mode 0600, and one that nobody
     * serves any more is replaced; an abstract name works on Linux.
     *
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is a UDP one
     */
    public static StreamListener open(Endpoint endpoint) throws NetException {
        return new StreamListener(StreamAcceptor.open(endpoint));
    }

    /**
     * Waits for the next connection.
     *
     * @return the connection; the caller closes it
     * @throws NetException if none can be taken, or this was closed
     */
    public StreamClient accept() throws NetException {
        BlockingTransport transport = acceptor.accept();
        Endpoint peer =
                transport.remoteAddress() instanceof InetSocketAddress remote
                        ? Endpoint.of(remote, Endpoint.Scheme.TCP)
                        : acceptor.endpoint(); // the client of a Unix-domain socket has no name
        return new StreamClient(peer, transport);
    }

    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    public Endpoint endpoint() {
        return acceptor.endpoint();
    }

    /**
     * Stops listening; who has not been accepted is reset. Connections that were accepted stay.
     *
     * @throws NetException if the socket's file cannot be removed
     */
    @Override
    public void close() throws NetException {
        acceptor.close();
    }
}
