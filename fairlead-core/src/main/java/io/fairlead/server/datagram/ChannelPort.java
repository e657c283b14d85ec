package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.net.socket.ChannelDatagrams;
import io.fairlead.net.socket.ChannelDrops;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** A datagram socket of java.nio: a system call for each datagram. */
public final class ChannelPort implements DatagramPort {
    /** More than any datagram has, so that none is ever cut short unnoticed. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    private static final int DATAGRAMS_AT_A_TIME_MAX = 256;

    private final Site site;
    private final ChannelDatagrams socket;
    private final DatagramChannel channel;
    private final ChannelDrops drops;
    private final IoBuffer inbound;
    private final InetSocketAddress localAddress;
    private final DatagramSource source = new DatagramSource(); // of what is being served

    /** Takes {@code socket} over. */
    public ChannelPort(Site site, ChannelDatagrams socket) throws IOException {
        this.site = site;
        this.socket = socket;
        channel = socket.channel();
        localAddress = (InetSocketAddress) channel.getLocalAddress();
        inbound = new IoBuffer(site.slab());
        channel.configureBlocking(false);
        drops = ChannelDrops.of(channel);
    }

    /** A source: known by what nobody can make collide, as an InetSocketAddress's hash can be. */
    private final class ChannelPeer extends SourcePeer {
        private final InetSocketAddress address;
        private final DatagramSource source;

        ChannelPeer(InetSocketAddress address, DatagramSource source, SerialExecutor serial) {
            super(site, address, localAddress, serial);
            this.address = address;
            this.source = source;
        }

        @Override
        DatagramSource source() {
            return source;
        }

        @Override
        boolean trySend(Frame frame) {
            try {
                return channel.send(frame.buffer(), address) == frame.size();
            } catch (IOException e) {
                return false; // no route, refused by a firewall, closed: all of that is "lost"
            }
        }
    }

    @Override
    public LoopInput input(Readiness readiness) {
        return readiness.input(channel);
    }

    @Override
    public void begin() {}

    @Override
    public Received receive(DatagramPeers peers) {
        if (!inbound.reserve(RECEIVE_BYTES)) return Received.NOTHING;
        int count = 0;
        while (count < DATAGRAMS_AT_A_TIME_MAX && receiveOne(peers)) {
            inbound.reserve(RECEIVE_BYTES); // the same memory again: it is empty
            count++;
        }
        inbound.releaseIfEmpty();
        return count < DATAGRAMS_AT_A_TIME_MAX ? Received.ALL : Received.SOME;
    }

    private boolean receiveOne(DatagramPeers peers) {
        ByteBuffer space = inbound.space();
        int start = space.position();
        try {
            InetSocketAddress from = (InetSocketAddress) channel.receive(space);
            if (from == null) return false;
            source.read(from);
            inbound.commit(space.position() - start);
            Frame datagram = inbound.take(0, inbound.size(), 0);
            peers.serve(source, serial -> peer(from, serial), datagram, null);
            inbound.expireFrame();
        } catch (IOException e) {
            site.datagramDropped(); // an ICMP error of an earlier datagram: the next call is fine
        }
        return true;
    }

    private @Nullable SourcePeer peer(InetSocketAddress from, SerialExecutor serial) {
        return DatagramSource.isAnswerable(from)
                ? new ChannelPeer(from, source.copy(), serial)
                : null;
    }

    @Override
    public boolean hasUnsent() {
        return false; // nothing is ever queued
    }

    @Override
    public void flush() {}

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
        inbound.release();
        drops.close();
        socket.close();
    }
}
