package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.tls.TestTls;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A client's end of a TLS handshake, up to where it stops; by the JDK's engine. */
final class HalfHandshake {
    private static final SSLContext CONTEXT = TestTls.clientContext();

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1_024);

    /** How far a client goes before it says nothing more. */
    enum Phase {
        NOTHING("TLSv1.3", 0, 0),
        HALF_A_HEADER("TLSv1.3", 0, 3),
        HALF_A_HELLO("TLSv1.3", 0, 100),
        HELLO("TLSv1.3", 1, 0),
        HALF_A_FINISHED("TLSv1.3", 1, 20),
        HELLO_1_2("TLSv1.2", 1, 0),
        HALF_A_KEY_EXCHANGE_1_2("TLSv1.2", 1, 20);

        private final String version;
        private final int flights; // whole ones
        private final int bytes; // of the next one

        Phase(String version, int flights, int bytes) {
            this.version = version;
            this.flights = flights;
            this.bytes = bytes;
        }
    }

    private HalfHandshake(SocketChannel channel, Phase phase) {
        this.channel = channel;
        engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {phase.version});
    }

    /** Connects and goes as far as {@code phase} says. */
    static SocketChannel stop(Endpoint server, Phase phase) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(server.host(), server.port()));
        try {
            new HalfHandshake(channel, phase).go(phase);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void go(Phase phase) throws IOException {
        engine.beginHandshake();
        for (int i = 0; i < phase.flights; i++) {
            write(flight());
            listen();
        }
        if (phase.bytes == 0) return;
        byte[] next = flight();
        while (next.length < phase.bytes) { // ChangeCipherSpec alone, for old boxes on the way
            write(next);
            listen();
            next = flight();
        }
        write(Arrays.copyOf(next, phase.bytes));
    }

    private byte[] flight() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(64 * 1_024);
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) channel.write(left);
    }

    /** Takes in what the server says, until it is this end's turn. */
    private void listen() throws IOException {
        ByteBuffer none = ByteBuffer.allocate(0);
        while (engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            Runnable task = engine.getDelegatedTask();
            if (task != null) {
                task.run();
                continue;
            }
            in.flip();
            int before = in.position();
            engine.unwrap(in, none);
            boolean took = in.position() > before;
            in.compact();
            boolean waits = !took && engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP;
            if (waits && channel.read(in) < 0) throw new EOFException("in the handshake");
        }
    }
}
