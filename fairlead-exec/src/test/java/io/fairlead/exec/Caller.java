package io.fairlead.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client of the JDK's own, over TCP or a Unix-domain socket; for one thread. */
public final class Caller implements AutoCloseable {
    private final SocketChannel channel;

    /** Connects. */
    public Caller(Endpoint endpoint) throws IOException {
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        SocketAddress address =
                unix
                        ? UnixDomainSocketAddress.of(endpoint.path())
                        : new InetSocketAddress(endpoint.host(), endpoint.port());
        channel = SocketChannel.open(address);
    }

    /** Sends text as it is. */
    public Caller send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        return this;
    }

    /** Sends what can be sent without waiting; returns how many bytes that was. */
    public int sendSome(byte[] bytes) throws IOException {
        channel.configureBlocking(false);
        int count = channel.write(ByteBuffer.wrap(bytes));
        channel.configureBlocking(true);
        return count;
    }

    /** Ends its direction. */
    public Caller endOutput() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /** Reads one line, with its end; less at the end of the stream. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (channel.read(one.clear()) > 0) {
            line.write(one.get(0));
            if (one.get(0) == '\n') break;
        }
        return line.toString(UTF_8);
    }

    /** Reads to the end. */
    public String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        while (channel.read(bytes.clear()) >= 0) all.write(bytes.array(), 0, bytes.position());
        return all.toString(UTF_8);
    }

    /** Sends text, ends its direction, and reads to the end. */
    public String ask(String text) throws IOException {
        return send(text).endOutput().readAll();
    }

    /** Closes so that the other end is reset (TCP). */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
