package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The client's end of an exchange of datagrams, as plain as it can be. */
public final class Probe implements AutoCloseable {
    private final DatagramChannel channel;
    private final InetSocketAddress server;

    private Probe(DatagramChannel channel, InetSocketAddress server) {
        this.channel = channel;
        this.server = server;
    }

    public static Probe open(Endpoint endpoint) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_SNDBUF, 200_000);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20); // for a burst of answers
        // Not connected: a connected channel of the JDK sends no empty datagrams.
        return new Probe(channel, new InetSocketAddress(endpoint.host(), endpoint.port()));
    }

    public void send(byte[] payload) throws IOException {
        channel.send(ByteBuffer.wrap(payload), server);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    byte[] receiveBytes() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(70_000);
        channel.receive(bytes);
        byte[] payload = new byte[bytes.position()];
        bytes.get(0, payload);
        return payload;
    }

    String receive() throws IOException {
        return new String(receiveBytes(), UTF_8);
    }

    byte[] exchange(byte[] payload) throws IOException {
        send(payload);
        return receiveBytes();
    }

    public String exchange(String text) throws IOException {
        send(text);
        return receive();
    }

    /** As {@link #exchange(String)}, but sends again and again: a datagram may be dropped. */
    void exchangeInTheEnd(String text) throws IOException {
        channel.configureBlocking(false);
        Eventually.until("an answer to " + text, () -> sentAndAnswered(text));
        channel.configureBlocking(true);
    }

    private boolean sentAndAnswered(String text) {
        try {
            send(text);
            return channel.receive(ByteBuffer.allocate(1)) != null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
