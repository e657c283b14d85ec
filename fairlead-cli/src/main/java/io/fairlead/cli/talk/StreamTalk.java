package io.fairlead.cli.talk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.talk.local.Display;
import io.fairlead.cli.talk.local.EncodedSource;
import io.fairlead.cli.talk.local.Source;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.NetException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/**
 * An exchange over TCP or a Unix-domain socket. One thread reads while another writes, so that a
 * peer that writes before it reads stops neither.
 */
final class StreamTalk implements Talk {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final StreamClient client;
    private final boolean keepOpen;
    private final Charset encoding;

    /**
     * Takes over a connection.
     *
     * @param keepOpen whether the peer is not told of the end of input
     * @param encoding what the peer wants text in; UTF-8 for bytes as they are
     */
    StreamTalk(StreamClient client, boolean keepOpen, Charset encoding) {
        this.client = client;
        this.keepOpen = keepOpen;
        this.encoding = encoding;
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        Source encoded = encoding.equals(UTF_8) ? source : new EncodedSource(source, encoding);
        while (encoded.read(chunk.clear()) >= 0) {
            progress.sending();
            display.sent(chunk.flip());
            int bytes = chunk.remaining();
            client.write(chunk);
            progress.sent(bytes);
        }
        progress.endingInput();
        if (!keepOpen) client.shutdownOutput();
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
