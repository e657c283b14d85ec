package io.fairlead.cli.connect;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.client.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * An exchange over TCP or a Unix-domain socket. One thread reads while another writes, so that a
 * peer that writes before it reads stops neither.
 */
final class StreamTalk implements Talk {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final StreamClient client;

    StreamTalk(Endpoint endpoint, ConnectOptions options) throws NetException {
        client = StreamClient.connect(endpoint, options);
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (source.read(chunk.clear()) >= 0) {
            progress.sending();
            display.sent(chunk.flip());
            int bytes = chunk.remaining();
            client.write(chunk);
            progress.sent(bytes);
        }
        progress.endingInput();
        client.shutdownOutput();
    }

    @Override
    public void receive(Display display, Progress progress) throws NetException, OutputException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (int bytes; (bytes = client.read(chunk.clear())) >= 0; ) {
            progress.received(bytes);
            display.received(chunk.flip());
        }
    }

    @Override
    public SocketAddress localAddress() {
        return client.localAddress();
    }

    @Override
    public void close() {
        client.close();
    }
}
