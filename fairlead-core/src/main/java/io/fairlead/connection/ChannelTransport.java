package io.fairlead.connection;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.Sockets;
import io.fairlead.posix.PollTimeout;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A transport over a {@link SocketChannel}, TCP or Unix.
 *
 * <p>The channel is in blocking mode as long as no timeout is asked for: the cheapest way to wait.
 * The first timeout puts it into non-blocking mode for good, with a selector of its own to wait on.
 */
public final class ChannelTransport implements BlockingTransport {
    private final SocketChannel channel;
    private final String name;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private volatile @Nullable Selector selector;

    /**
     * Takes over a channel.
     *
     * @param channel connected, and in blocking mode
     * @throws IOException if it is not connected any more
     */
    public ChannelTransport(SocketChannel channel) throws IOException {
        this(channel, Endpoint.describe(channel.getRemoteAddress()));
    }

    /**
     * Takes over a channel.
     *
     * @param channel connected, and in blocking mode
     * @param name of the other end, for errors
     * @throws IOException if it is not connected any more
     */
    public ChannelTransport(SocketChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        remoteAddress = channel.getRemoteAddress();
        localAddress = channel.getLocalAddress();
    }

    @Override
    public int read(ByteBuffer into, @Nullable Duration timeout) throws IOException {
        try {
            if (timeout != null) becomeTimed();
            int count = channel.read(into);
            while (count == 0 && into.hasRemaining()) {
                awaitReady(SelectionKey.OP_READ, timeout);
                count = channel.read(into);
            }
            return count;
        } catch (IOException e) {
            throw explained("read", e);
        }
    }

    @Override
    public void write(ByteBuffer from, @Nullable Duration timeout) throws IOException {
        try {
            if (timeout != null) becomeTimed();
            CallDeadline deadline = new CallDeadline(timeout);
            while (from.hasRemaining()) {
                if (channel.write(from) == 0) awaitReady(SelectionKey.OP_WRITE, deadline.left());
            }
        } catch (IOException e) {
            throw explained("write", e);
        }
    }

    private IOException explained(String call, IOException failure) {
        if (failure instanceof DeadlineException) return failure;
        return NetException.of(call, name, failure);
    }

    private Selector becomeTimed() throws IOException {
        Selector own = selector;
        if (own == null) {
            own = Selector.open();
            selector = own;
            try {
                channel.configureBlocking(false);
                channel.register(own, 0);
            } catch (ClosedSelectorException e) {
                throw new AsynchronousCloseException(); // as in awaitReady
            } finally {
                // close looks for a selector after it has closed the channel: one of us sees it
                if (!channel.isOpen()) own.close();
            }
        }
        return own;
    }

    private void awaitReady(int operation, @Nullable Duration timeout) throws IOException {
        try {
            awaitReady(becomeTimed(), operation, timeout);
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw new AsynchronousCloseException(); // close, from another thread
        }
    }

    private void awaitReady(Selector own, int operation, @Nullable Duration timeout)
            throws IOException {
        SelectionKey key = channel.keyFor(own);
        if (key == null || !key.isValid()) throw new AsynchronousCloseException();
        key.interestOps(operation);
        int ready = select(own, timeout);
        own.selectedKeys().clear();
        if (!channel.isOpen()) throw new AsynchronousCloseException();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for " + remoteAddress);
        }
        if (ready == 0 && timeout != null) {
            String what =
                    operation == SelectionKey.OP_READ ? "nothing arrived" : "nothing was sent";
            throw new DeadlineException(what + " within " + timeout.toMillis() + " ms");
        }
    }

    private static int select(Selector own, @Nullable Duration timeout) throws IOException {
        if (timeout == null) return own.select();
        if (!timeout.isPositive()) return own.selectNow();
        int timeoutMs = PollTimeout.millis(TimeUnit.NANOSECONDS.convert(timeout));
        return own.select(Math.max(0, timeoutMs)); // 0 is for ever
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void dropArrived() {
        if (selector != null) LingeringClose.dropArrived(channel::read);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void resetOnClose() {
        Sockets.resetOnClose(channel);
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Selector own = selector;
            if (own != null) own.close(); // wakes who waits on it
        } catch (IOException e) {
            // The descriptor is gone whatever close said; there is nobody left to tell.
        }
    }
}
