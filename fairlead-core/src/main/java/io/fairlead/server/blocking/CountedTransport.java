package io.fairlead.server.blocking;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.ThreadHost;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A handler's socket, below TLS: counts what it moves, knows whether the server drains, and who is
 * behind a proxy.
 */
final class CountedTransport implements BlockingTransport {
    private final BlockingTransport socket;
    private final Site site;
    private volatile boolean draining;
    private volatile @Nullable PeerProxy via;

    CountedTransport(BlockingTransport socket, Site site) {
        this.socket = socket;
        this.site = site;
    }

    /** From now on, an end of the input may be the server's own doing. */
    void drain() {
        draining = true;
    }

    @Override
    public void awaitInput(@Nullable Duration timeout) throws IOException {
        socket.awaitInput(timeout);
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        int count = socket.read(into, timeout);
        if (count > 0) site.received(count);
        return count;
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        int begin = from.position();
        try {
            socket.write(from, timeout);
        } finally {
            site.sent(from.position() - begin);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void dropArrived() {
        socket.dropArrived();
    }

    @Override
    public void resetOnClose() {
        socket.resetOnClose();
    }

    @Override
    public ThreadHost threadHost() {
        return socket.threadHost();
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    /** A proxy has said who the peer is; null if it connects for itself. */
    void comesBy(@Nullable PeerProxy proxy) {
        via = proxy;
    }

    @Override
    public @Nullable PeerProxy via() {
        return via;
    }

    @Override
    public SocketAddress remoteAddress() {
        PeerProxy proxy = via;
        return proxy == null ? socket.remoteAddress() : proxy.peerAddress();
    }

    @Override
    public SocketAddress localAddress() {
        PeerProxy proxy = via;
        return proxy == null ? socket.localAddress() : proxy.peerDestination();
    }

    @Override
    public void close() {
        socket.close();
    }
}
