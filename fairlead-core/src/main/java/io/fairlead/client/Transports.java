package io.fairlead.client;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.ChannelTransport;
import io.fairlead.connection.DescriptorTransport;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectedDescriptor;
import io.fairlead.net.socket.Sockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Connects by whatever can name the endpoint: java.nio, or native calls for abstract names. */
final class Transports {
    private Transports() {}

    /** A transport to a TCP or Unix-domain endpoint. */
    static BlockingTransport connect(Endpoint endpoint, ConnectOptions options)
            throws NetException {
        if (endpoint.isAbstract()) {
            ConnectedDescriptor socket = ConnectedDescriptor.connect(endpoint, options);
            return new DescriptorTransport(socket, endpoint.toString());
        }
        SocketChannel channel = Sockets.connect(endpoint, options);
        try {
            return new ChannelTransport(channel, endpoint.toString());
        } catch (IOException e) { // reset as soon as it was made
            NetException failure = NetException.of("connect", endpoint, e);
            try {
                channel.close();
            } catch (IOException closing) {
                failure.addSuppressed(closing);
            }
            throw failure;
        }
    }
}
