package io.fairlead.cli.connect;

import io.fairlead.cli.CommandException;
import io.fairlead.cli.OutputException;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.Sockets;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * An exchange over TCP or a Unix-domain socket. A {@code SocketChannel} may be read by one thread
 * while another writes, so that a peer that writes before it reads stops neither.
 */
final class StreamTalk implements Talk {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final Endpoint endpoint;
    private final SocketChannel channel;
    private final SocketAddress localAddress;

    StreamTalk(Endpoint endpoint, ConnectOptions options) throws NetException {
        this.endpoint = endpoint;
        channel = Sockets.connect(endpoint, options);
        try {
            localAddress = channel.getLocalAddress();
        } catch (IOException e) {
            throw NetException.of("getsockname", endpoint, e);
        }
    }

    @Override
    public void send(Source source, Display display, Progress progress)
            throws NetException, OutputException, CommandException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        while (source.read(chunk.clear()) >= 0) {
            progress.sending();
            display.sent(chunk.flip());
            int bytes = chunk.remaining();
            write(chunk);
            progress.sent(bytes);
        }
        progress.endingInput();
        try {
            channel.shutdownOutput(); // FIN: the peer knows that this is all, and can still answer
        } catch (IOException e) {
            throw NetException.of("shutdown", endpoint, e);
        }
    }

    private void write(ByteBuffer chunk) throws NetException {
        try {
            while (chunk.hasRemaining()) channel.write(chunk);
        } catch (IOException e) {
            throw NetException.of("write", endpoint, e);
        }
    }

    @Override
    public void receive(Display display, Progress progress) throws NetException, OutputException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (int bytes; (bytes = read(chunk.clear())) >= 0; ) {
            progress.received(bytes);
            display.received(chunk.flip());
        }
    }

    private int read(ByteBuffer chunk) throws NetException {
        try {
            return channel.read(chunk);
        } catch (IOException e) {
            throw NetException.of("read", endpoint, e);
        }
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
