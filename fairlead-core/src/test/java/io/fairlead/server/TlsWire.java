package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** TLS for a {@link Wire}, by the sockets of the JDK: they share no code with what is tested. */
final class TlsWire implements ByteChannel {
    private final SocketChannel channel;
    private final SSLSocket socket;
    private final CompletableFuture<Void> shaken = new CompletableFuture<>();
    private final AtomicInteger writing = new AtomicInteger();
    private volatile @Nullable IOException failure; // of the handshake
    private CompletableFuture<Void> sent = shaken; // what waits for the handshake

    private TlsWire(SocketChannel channel, SSLSocket socket) {
        this.channel = channel;
        this.socket = socket;
    }

    static TlsWire over(SocketChannel channel, Endpoint endpoint) throws IOException {
        var factory = TestTls.clientContext().getSocketFactory();
        String host = endpoint.host();
        var socket =
                (SSLSocket) factory.createSocket(channel.socket(), host, endpoint.port(), true);
        TlsWire wire = new TlsWire(channel, socket);
        // A server waits for it before it says or does anything, and may not accept for long.
        Thread.ofVirtual().name("test handshake").start(wire::shakeHands);
        return wire;
    }

    private void shakeHands() {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            failure = e; // whoever reads is told
        } finally {
            shaken.complete(null);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        byte[] bytes = new byte[into.remaining()];
        int count = receive(bytes);
        if (count > 0) into.put(bytes, 0, count);
        return count;
    }

    /** Whoever reads before it would begin a handshake of its own, and the JDK mixes up the two. */
    private int receive(byte[] into) throws IOException {
        shaken.join();
        if (failure != null) throw failure;
        return socket.getInputStream().read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        afterHandshake(() -> write(bytes));
        return bytes.length;
    }

    private void write(byte[] bytes) throws IOException {
        writing.incrementAndGet();
        try {
            socket.getOutputStream().write(bytes);
        } finally {
            writing.decrementAndGet();
        }
    }

    /** Bytes that are here now, or come at once; -1 at the end. */
    int poll() throws IOException {
        if (!shaken.isDone()) return 0;
        socket.setSoTimeout(1);
        try {
            return read(ByteBuffer.allocate(1_024));
        } catch (SocketTimeoutException e) {
            return 0;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    void shutdownOutput() throws IOException {
        afterHandshake(socket::shutdownOutput);
    }

    private interface Call {
        void run() throws IOException;
    }

    /** A server may let the handshake wait: until then, what is sent is as in a kernel's buffer. */
    private void afterHandshake(Call call) throws IOException {
        synchronized (this) {
            if (!sent.isDone()) {
                sent = sent.thenRun(() -> runLater(call));
                return;
            }
        }
        call.run();
    }

    private static void runLater(Call call) {
        try {
            call.run();
        } catch (IOException e) {
            // whoever reads is told
        }
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** Does not wait for a handshake that the server lets wait. */
    void leave() throws IOException {
        if (!shaken.isDone()) channel.close();
        close();
    }

    @Override
    public void close() throws IOException {
        // In the middle of its own handshake it would say that it gives up.
        // What was sent in it may be out, and its call not back yet.
        CompletableFuture<Void> queued;
        synchronized (this) {
            queued = sent.copy();
        }
        queued.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        // It would wait for a writer that the server keeps waiting, to say good-bye after it.
        if (writing.get() > 0) channel.close();
        try {
            socket.close();
        } catch (SSLException | SocketException e) {
            // closed without the other end's leave
        }
    }
}
