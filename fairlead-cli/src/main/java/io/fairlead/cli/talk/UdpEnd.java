package io.fairlead.cli.talk;

import io.fairlead.client.DatagramClient;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket that talks to one endpoint.
 *
 * @param client is taken over
 */
public record UdpEnd(DatagramClient client) implements DatagramEnd {
    @Override
    public void send(ByteBuffer payload, @Nullable SocketAddress to) throws NetException {
        client.send(payload);
    }

    @Override
    public Arrival receive() throws NetException {
        return new Arrival(client.receive(), null);
    }

    @Override
    public SocketAddress localAddress() {
        return client.localAddress();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
