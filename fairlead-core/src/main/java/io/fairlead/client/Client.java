package io.fairlead.client;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.StreamConnection;
import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.Connection;

/** Makes connections to servers. */
public final class Client {
    /** Memory for the frames of one connection, each way: the codec limits them. */
    private static final long BUFFER_BYTES_MAX = 4L * 1024 * 1024 * 1024;

    private Client() {}

    /**
     * Connects to a TCP or Unix-domain endpoint, within 10 s. Of the addresses of a name the first
     * to answer wins (RFC 8305).
     *
     * @param endpoint such as {@code tcp://127.0.0.1:7007} or {@code unix:@name}; see {@link
     *     Endpoint#parse}
     * @return a connection in blocking style; the caller closes it
     * @throws NetException if it cannot be made; says why and what to do
     * @throws IllegalArgumentException if the endpoint is not one, or is a UDP one
     */
    public static Connection connect(String endpoint) throws NetException {
        return connect(Endpoint.parse(endpoint), ConnectOptions.DEFAULT);
    }

    /**
     * Connects to a TCP or Unix-domain endpoint. Of the addresses of a name the first to answer
     * wins (RFC 8305).
     *
     * @return a connection in blocking style; the caller closes it
     * @throws NetException if it cannot be made; says why and what to do
     * @throws IllegalArgumentException if the endpoint is a UDP one
     */
    public static Connection connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        BlockingTransport transport = Transports.connect(endpoint, options);
        return new StreamConnection(transport, new Slab(BUFFER_BYTES_MAX));
    }
}
