package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client that owes nothing to Fairlead. Over TCP a read waits for a minute at most. */
final class Client implements Closeable {
    static final int TIMEOUT_MS = 60_000;

    private final Closeable socket;
    private final InputStream in;
    private final Output out;
    private final Output halfClose;

    @FunctionalInterface
    private interface Output {
        void of(byte[] bytes) throws IOException;
    }

    private Client(Closeable socket, InputStream in, Output out, Output halfClose) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.halfClose = halfClose;
    }

    static Client of(Server server) throws IOException {
        Endpoint endpoint = server.endpoint();
        return endpoint.scheme() == Endpoint.Scheme.UNIX
                ? unix(Path.of(endpoint.path()))
                : tcp(endpoint.port());
    }

    @SuppressWarnings("AddressSelection") // one address, on purpose
    private static Client tcp(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        return new Client(
                socket,
                socket.getInputStream(),
                socket.getOutputStream()::write,
                _ -> socket.shutdownOutput());
    }

    private static Client unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        return new Client(
                channel,
                Channels.newInputStream(channel),
                bytes -> channel.write(ByteBuffer.wrap(bytes)),
                _ -> channel.shutdownOutput());
    }

    Client send(String text) throws IOException {
        return send(text.getBytes(UTF_8));
    }

    Client send(byte[] bytes) throws IOException {
        out.of(bytes);
        return this;
    }

    Client halfClose() throws IOException {
        halfClose.of(new byte[0]);
        return this;
    }

    /** Everything up to the server's end of stream. */
    byte[] readAll() throws IOException {
        return in.readAllBytes();
    }

    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
