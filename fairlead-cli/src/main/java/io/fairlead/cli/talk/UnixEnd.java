package io.fairlead.cli.talk;

import io.fairlead.client.UnixDatagrams;
import io.fairlead.net.NetException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain socket for datagrams.
 *
 * @param socket is taken over
 */
public record UnixEnd(UnixDatagrams socket) implements DatagramEnd {
    @Override
    public void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException {
        if (to == null) {
            socket.send(payload);
        } else {
            socket.send(payload, to);
        }
    }

    @Override
    public Arrival receive() throws NetException {
        UnixDatagrams.Received received = socket.receive();
        return new Arrival(received.payload(), received.sender());
    }

    @Override
    public SocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public void close() throws NetException {
        socket.close();
    }
}
