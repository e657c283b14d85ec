package io.fairlead.server.datagram;

import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.net.socket.EmptyDatagrams;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Channels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A connected datagram socket as a channel of java.nio. */
final class ConnectedChannel implements ConnectedSocket {
    private final DatagramChannel channel;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;
    private final LoopInput input;
    private @Nullable EmptyDatagrams empty; // guarded by this

    /**
     * @throws IOException if it cannot be had; nothing is left open
     */
    ConnectedChannel(ConnectTarget to, Readiness readiness) throws IOException {
        channel = to.openDatagramChannel();
        try {
            channel.configureBlocking(false);
            remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
            localAddress = (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            Channels.close(channel);
            throw e;
        }
        input = readiness.input(channel);
    }

    @Override
    public LoopInput input() {
        return input;
    }

    @Override
    public int receive(ByteBuffer into) throws IOException {
        int start = into.position();
        return channel.receive(into) == null ? -1 : into.position() - start;
    }

    @Override
    public boolean send(ByteBuffer datagram) throws IOException {
        int bytes = datagram.remaining();
        return bytes == 0 ? sendEmpty() : channel.write(datagram) == bytes;
    }

    private synchronized boolean sendEmpty() throws IOException {
        if (!channel.isOpen()) throw new ClosedChannelException();
        if (empty == null) empty = new EmptyDatagrams(channel);
        return empty.trySend();
    }

    @Override
    public boolean sendsFromAnyThread() {
        return true;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        input.close();
        Channels.close(channel);
        closeEmpty();
    }

    private synchronized void closeEmpty() {
        if (empty != null) empty.close();
        empty = null;
    }
}
