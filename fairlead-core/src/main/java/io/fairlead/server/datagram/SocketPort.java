package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A datagram socket with a call for each datagram: a channel of java.nio, or a simulated one. */
public final class SocketPort implements DatagramPort {
    /** More than any datagram has, so that none is ever cut short unnoticed. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    private static final int DATAGRAMS_AT_A_TIME_MAX = 256;

    private final Site site;
    private final BoundSocket socket;
    private final IoBuffer inbound;
    private final DatagramSource source = new DatagramSource(); // of what is being served

    /** Takes {@code socket} over. */
    public SocketPort(Site site, BoundSocket socket) {
        this.site = site;
        this.socket = socket;
        inbound = new IoBuffer(site.slab());
    }

    /** A source: known by what nobody can make collide, as an InetSocketAddress's hash can be. */
    private final class AddressPeer extends SourcePeer {
        private final InetSocketAddress address;
        private final DatagramSource source;

        AddressPeer(InetSocketAddress address, DatagramSource source, SerialExecutor serial) {
            super(site, address, socket.localAddress(), serial);
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
                return socket.socket().send(frame.buffer(), address);
            } catch (IOException e) {
                return false; // no route, refused by a firewall, closed: all of that is "lost"
            }
        }
    }

    @Override
    public LoopInput input(Readiness readiness) {
        return socket.input(readiness);
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
            InetSocketAddress from = socket.receive(space);
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
                ? new AddressPeer(from, source.copy(), serial)
                : null;
    }

    @Override
    public boolean hasUnsent() {
        return false; // nothing is ever queued
    }

    @Override
    public void flush() {}

    @Override
    public BoundDatagrams socket() {
        return socket.socket();
    }

    @Override
    public long drops() {
        return socket.drops();
    }

    @Override
    public void close() {
        inbound.release();
        socket.close();
    }
}
