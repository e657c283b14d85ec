package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.session.GuardedService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A source of datagrams. Sending is one system call that never waits: what the kernel has no room
 * for is dropped and counted, as UDP may (RFC 768). Safe for any thread.
 */
final class DatagramPeer implements Peer {
    /** 65,535 less the headers of IPv4 (20) and UDP (8). */
    static final int PAYLOAD_BYTES_MAX = 65_507;

    final Lane lane;
    private final Site site;
    private final DatagramChannel channel;
    private final InetSocketAddress remoteAddress;
    private final Site.Visit visit;
    private final GuardedService service;
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicReference<@Nullable CloseReason> closeReason = new AtomicReference<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Object attachment;

    /** Belongs to the receiving thread. */
    long activeNs;

    DatagramPeer(Site site, DatagramChannel channel, InetSocketAddress remote, Lane lane) {
        this.site = site;
        this.channel = channel;
        this.remoteAddress = remote;
        this.lane = lane;
        service = new GuardedService(site.terms.service(), this, this::failed);
        visit = site.opened(remote);
    }

    // ---- the calls of the service; one at a time, by the lane ----

    void open() {
        service.open();
    }

    void receive(Frame datagram) {
        bytesReceived.addAndGet(datagram.size());
        site.received(datagram.size());
        if (isClosed()) {
            site.datagramDropped(); // it came while the service was about to close the peer
        } else {
            service.frame(datagram);
        }
    }

    /** The server shuts down for good: what still waits is dropped. */
    void cut() {
        closeReason.compareAndSet(null, CloseReason.CUT);
    }

    /** The source is forgotten. */
    void end(CloseReason reason) {
        closeReason.compareAndSet(null, reason);
        service.close(reason(reason));
        visit.closed(bytesReceived.get(), bytesSent.get(), reason(reason), failure);
    }

    private void failed(Throwable error) {
        failure = error;
        closeReason.compareAndSet(null, CloseReason.SERVICE_FAILED);
    }

    private CloseReason reason(CloseReason otherwise) {
        CloseReason reason = closeReason.get();
        return reason == null ? otherwise : reason;
    }

    boolean isClosed() {
        return closeReason.get() != null;
    }

    // ---- Peer ----

    @Override
    public boolean send(Frame frame) {
        int size = frame.size();
        if (size > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a datagram carries at most 65,507 bytes, and this frame has " + size);
        }
        if (isClosed()) return false;
        try {
            if (channel.send(frame.buffer(), remoteAddress) == size) {
                bytesSent.addAndGet(size);
                site.sent(size);
                return true;
            }
        } catch (IOException e) {
            // no route, refused by a firewall, closed: for a datagram all of that is "lost"
        }
        site.datagramDropped();
        return false;
    }

    /** Forgets the source: its next datagram opens a new exchange. */
    @Override
    public void close() {
        closeReason.compareAndSet(null, CloseReason.SERVICE_CLOSED);
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return channel.socket().getLocalSocketAddress();
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public String toString() {
        return remoteAddress.toString();
    }
}
