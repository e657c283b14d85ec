package io.fairlead.server.loop;

import io.fairlead.net.socket.Sockets;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.PeerUser;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** A loop's socket over a {@link SocketChannel}. */
final class ChannelSocket implements LoopSocket {
    private final SocketChannel channel;
    private SocketAddress remoteAddress;
    private SocketAddress localAddress;

    /**
     * Takes over a channel that was accepted, or that connects: then its addresses are right when
     * that has ended. Closes it if it cannot be used.
     */
    ChannelSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            remoteAddress = channel.getRemoteAddress();
            localAddress = channel.getLocalAddress();
        } catch (IOException e) {
            Channels.close(channel);
            throw e;
        }
    }

    @Override
    public boolean finishConnect() throws IOException {
        if (!channel.finishConnect()) return false;
        remoteAddress = channel.getRemoteAddress();
        localAddress = channel.getLocalAddress();
        return true;
    }

    SocketChannel channel() {
        return channel;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
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
    public @Nullable UserPrincipal user() {
        return PeerUser.of(channel, localAddress);
    }

    @Override
    public void close() {
        Channels.close(channel);
    }
}
