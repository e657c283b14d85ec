package io.fairlead.connection;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeListener;
import java.io.Closeable;

/**
 * Takes connections one at a time, each as a transport that waits.
 *
 * <p>One thread accepts; {@link #close} from any thread wakes it.
 */
public interface StreamAcceptor extends Closeable {
    /**
     * Binds and listens, by whatever can name the endpoint: java.nio, or native calls for abstract
     * names.
     *
     * @throws NetException if that fails; nothing is left open
     * @throws IllegalArgumentException if the endpoint is a UDP one
     */
    static StreamAcceptor open(Endpoint endpoint) throws NetException {
        return endpoint.isAbstract()
                ? new DescriptorAcceptor(
                        NativeListener.open(endpoint, Listener.BACKLOG_DEFAULT, false))
                : new ChannelAcceptor(Listener.open(endpoint));
    }

    /**
     * Waits for a connection.
     *
     * @throws NetException if none can be taken, or this was closed
     */
    BlockingTransport accept() throws NetException;

    /** What is bound: the real port, an address in place of a name, {@code *} as it was. */
    Endpoint endpoint();

    /**
     * Stops listening. Connections that were accepted stay.
     *
     * @throws NetException if the socket's file cannot be removed
     */
    @Override
    void close() throws NetException;
}
