package io.fairlead.connection;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.Sockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Accepts from a channel of java.nio, TCP or Unix. */
final class ChannelAcceptor implements StreamAcceptor {
    private final Listener listener;

    ChannelAcceptor(Listener listener) {
        this.listener = listener;
    }

    @Override
    public BlockingTransport accept() throws NetException {
        try {
            SocketChannel channel = listener.channel().accept();
            Sockets.acceptedOptions(channel);
            return transport(channel);
        } catch (IOException e) {
            throw NetException.of("accept", listener.endpoint(), e);
        }
    }

    private static BlockingTransport transport(SocketChannel channel) throws IOException {
        try {
            return new ChannelTransport(channel);
        } catch (IOException e) { // reset as soon as it was accepted
            channel.close();
            throw e;
        }
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public void close() throws NetException {
        listener.close();
    }
}
