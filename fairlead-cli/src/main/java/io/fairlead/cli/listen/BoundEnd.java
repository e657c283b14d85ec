package io.fairlead.cli.listen;

import io.fairlead.cli.talk.DatagramEnd;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bound UDP socket, for datagrams of anybody. */
final class BoundEnd implements DatagramEnd {
    private static final int RECEIVE_BYTES = 64 * 1024;

    private final DatagramChannel channel;
    private final Endpoint endpoint;
    private final ByteBuffer received = ByteBuffer.allocateDirect(RECEIVE_BYTES);

    /**
     * Takes over a socket.
     *
     * @param endpoint where it is bound
     */
    BoundEnd(DatagramChannel channel, Endpoint endpoint) {
        this.channel = channel;
        this.endpoint = endpoint;
    }

    @Override
    public void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException {
        SocketAddress known = Objects.requireNonNull(to, "the socket is connected to nobody");
        try {
            channel.send(payload, known);
        } catch (IOException e) {
            throw NetException.of("write", Endpoint.describe(known), e);
        }
    }

    @Override
    public Arrival receive() throws NetException {
        try {
            SocketAddress from = channel.receive(received.clear());
            return new Arrival(received.flip(), from);
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
