package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection, as plain as it can be: it shares no code with what is tested.
 * Frames on it are those of {@link Rig#CODEC}: four bytes of length, then the payload.
 */
public final class Wire implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteChannel end;
    private final @Nullable TlsWire tls;

    private Wire(SocketChannel channel, @Nullable TlsWire tls) {
        this.channel = channel;
        this.tls = tls;
        end = tls == null ? channel : tls;
    }

    /** Connects; {@code bufferBytes} above 0 makes the kernel hold little of what is not read. */
    public static Wire connect(Endpoint endpoint, int bufferBytes) throws IOException {
        return connect(endpoint, bufferBytes, new byte[0]);
    }

    /** Connects as a proxy does, whose header comes before TLS: each byte in a write of its own. */
    public static Wire connectFor(Endpoint endpoint, byte[] header) throws IOException {
        return connect(endpoint, 0, header);
    }

    private static Wire connect(Endpoint endpoint, int bufferBytes, byte[] header)
            throws IOException {
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        SocketChannel channel =
                unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        try {
            if (bufferBytes > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
            }
            if (unix) {
                channel.connect(UnixDomainSocketAddress.of(endpoint.path()));
            } else {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
            }
            for (byte one : header) channel.write(ByteBuffer.wrap(new byte[] {one}));
            boolean secure = endpoint.scheme() == Endpoint.Scheme.TLS;
            return new Wire(channel, secure ? TlsWire.over(channel, endpoint) : null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    // ---- sending ----

    public SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    public static byte[] frame(byte[] payload) {
        return ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
    }

    public static byte[] frame(String payload) {
        return frame(payload.getBytes(UTF_8));
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) joined.writeBytes(part);
        return joined.toByteArray();
    }

    public void send(byte[] bytes) throws IOException {
        send(bytes, 0, bytes.length);
    }

    public void send(byte[] bytes, int from, int to) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, from, to - from);
        while (left.hasRemaining()) end.write(left);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    public void sendFrame(String payload) throws IOException {
        send(frame(payload));
    }

    /** Sends from a thread of its own: an echo is read while it is still being written. */
    public CompletableFuture<Void> sendBeside(byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        send(bytes);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().name("test writer").start(task));
    }

    public void shutdownOutput() throws IOException {
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.shutdownOutput();
        }
    }

    // ---- receiving ----

    public byte[] receive(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (end.read(bytes) < 0) {
                throw new EOFException("end after " + bytes.position() + " of " + count);
            }
        }
        return bytes.array();
    }

    /** What comes up to {@code count} bytes, or to an end of any kind. */
    byte[] receiveAtMost(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        boolean more = true;
        while (more && bytes.hasRemaining()) {
            try {
                more = end.read(bytes) >= 0;
            } catch (IOException e) {
                more = false;
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    byte[] receiveFrame() throws IOException {
        return receive(ByteBuffer.wrap(receive(4)).getInt());
    }

    String receiveText() throws IOException {
        return new String(receiveFrame(), UTF_8);
    }

    /** A line without its LF; null at the end. */
    @Nullable String receiveLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end.read(one.clear()) > 0 && one.get(0) != '\n') line.write(one.get(0));
        return line.size() == 0 && one.position() == 0 ? null : line.toString(UTF_8);
    }

    /** Sends a frame and gets its echo. */
    public void echo(String text) throws IOException {
        sendFrame(text);
        assertThat(receiveText()).isEqualTo(text);
    }

    /** The next thing to come is the end of the stream: not a byte, not a reset. */
    void expectEnd() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1_024);
        int count = end.read(bytes);
        assertThat(count).as("an end, not %s", UTF_8.decode(bytes.flip())).isEqualTo(-1);
    }

    /** Bytes that are here now; -1 at the end. Puts the wire into non-blocking mode. */
    int poll() throws IOException {
        if (tls != null) return tls.poll();
        channel.configureBlocking(false);
        return end.read(ByteBuffer.allocate(1_024));
    }

    /** All that comes before a clean end. */
    public byte[] receiveToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        while (end.read(bytes.clear()) >= 0) all.write(bytes.array(), 0, bytes.position());
        return all.toByteArray();
    }

    /** Reads and drops what comes, until an end of any kind. */
    public void drop() {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        try {
            while (end.read(bytes.clear()) >= 0) bytes.clear();
        } catch (IOException e) {
            return; // a reset is as good an end here
        }
    }

    // ---- the end ----

    /** Closes with a reset (RST), over TCP; a Unix-domain socket just closes. */
    public void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            boolean tcp = channel.getRemoteAddress() instanceof InetSocketAddress;
            if (tcp) channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        channel.close();
    }

    /** As {@link #close}; does not wait for a handshake that the server lets wait. */
    void leave() throws IOException {
        if (tls != null) tls.leave();
        close();
    }

    @Override
    public void close() throws IOException {
        end.close();
        channel.close();
    }
}
