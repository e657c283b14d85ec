package io.fairlead.server.blocking;

import io.fairlead.connection.ChannelTransport;
import io.fairlead.server.site.PeerUser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A socket of java.nio in blocking mode; threads as {@link BlockingSocket} says. */
final class BlockingChannelSocket implements BlockingSocket {
    private static final long READ_BEGINS_NS = 50_000_000;

    private final SocketChannel channel;
    private final ChannelTransport transport;

    BlockingChannelSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        transport = new ChannelTransport(channel);
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        return transport.read(into, timeout);
    }

    @Override
    public int tryRead(ByteBuffer into) throws IOException {
        if (!channel.isBlocking()) return channel.read(into);
        channel.configureBlocking(false);
        int count = channel.read(into);
        channel.configureBlocking(true);
        return count;
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        transport.write(from, timeout);
    }

    @Override
    public void shutdownOutput() throws IOException {
        transport.shutdownOutput();
    }

    /**
     * {@inheritDoc}
     *
     * <p>After {@code shutdownInput} a channel does not give what has arrived, except to a read
     * that is in the kernel already. A read that is only about to begin there is therefore left
     * alone: if there is something to read, it returns by itself.
     */
    @Override
    public void endInput(BooleanSupplier reading) throws IOException {
        if (transport.remoteAddress() instanceof InetSocketAddress) {
            if (channel.socket().getInputStream().available() == 0) channel.shutdownInput();
        } else { // java.nio does not tell what a Unix-domain socket has
            Thread.ofVirtual().name("fairlead end of input").start(() -> endLater(reading));
        }
    }

    private void endLater(BooleanSupplier reading) {
        LockSupport.parkNanos(READ_BEGINS_NS);
        if (!reading.getAsBoolean()) return;
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // closed meanwhile
        }
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void dropArrived() {
        transport.dropArrived();
    }

    @Override
    public void resetOnClose() {
        transport.resetOnClose();
    }

    @Override
    public SocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return transport.localAddress();
    }

    @Override
    public @Nullable UserPrincipal user() {
        return PeerUser.of(channel, transport.localAddress());
    }

    @Override
    public void close() {
        transport.close();
    }
}
