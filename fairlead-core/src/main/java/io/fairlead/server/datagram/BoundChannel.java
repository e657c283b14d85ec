package io.fairlead.server.datagram;

import io.fairlead.net.socket.ChannelDatagrams;
import io.fairlead.net.socket.ChannelDrops;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A bound datagram socket as a channel of java.nio. */
public final class BoundChannel implements BoundSocket {
    private final ChannelDatagrams socket;
    private final DatagramChannel channel;
    private final ChannelDrops drops;

    /** Takes {@code socket} over. */
    public BoundChannel(ChannelDatagrams socket) throws IOException {
        this.socket = socket;
        channel = socket.channel();
        channel.configureBlocking(false);
        drops = ChannelDrops.of(socket.localAddress());
    }

    @Override
    public LoopInput input(Readiness readiness) {
        return readiness.input(channel);
    }

    @Override
    public @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
        return (InetSocketAddress) channel.receive(into);
    }

    @Override
    public InetSocketAddress localAddress() {
        return socket.localAddress();
    }

    @Override
    public ChannelDatagrams socket() {
        return socket;
    }

    @Override
    public long drops() {
        return drops.count();
    }

    @Override
    public void close() {
        drops.close();
        socket.close();
    }
}
