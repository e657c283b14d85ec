package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Serves datagrams: one thread receives, and the model's threads, or that one, serve. A peer is a
 * source address.
 *
 * <p>What is not volatile belongs to the receiving thread.
 */
final class DatagramEngine implements Engine, Runnable {
    /** More than any datagram has, so that none is ever cut short unnoticed. */
    private static final int RECEIVE_BYTES = 64 * 1024;

    private static final int DATAGRAMS_AT_A_TIME_MAX = 256;
    private static final long MEMORY_RETRY_NS = 10_000_000;
    private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

    private final Site site;
    private final DatagramChannel channel;
    private final boolean polling;
    private final @Nullable ExecutorService executor;
    private final Lane.Budget budget;
    private final Selector selector;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final IoBuffer inbound;

    /** The one that was silent longest comes first. */
    private final Map<InetSocketAddress, DatagramPeer> peers = new LinkedHashMap<>(16, 0.75f, true);

    private volatile boolean drainAsked;
    private volatile List<DatagramPeer> last = List.of();

    /**
     * @param executor runs the calls of the service; null is the receiving thread
     * @param polling true to ask the socket for ever instead of waiting for it
     */
    DatagramEngine(
            Site site, DatagramChannel channel, @Nullable ExecutorService executor, boolean polling)
            throws IOException {
        this.site = site;
        this.channel = channel;
        this.executor = executor;
        this.polling = polling;
        budget = new Lane.Budget(site.limits().bufferBytesTotal());
        inbound = new IoBuffer(site.slab());
        selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        thread = Thread.ofPlatform().name("fairlead datagrams " + site.endpoint).unstarted(this);
    }

    @Override
    public void run() {
        try {
            while (!drainAsked) {
                Thread.interrupted(); // left by a service; the selector would not wait any more
                await();
                receiveBatch();
                forgetSilent();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector of " + site.endpoint + " failed", e);
        } finally {
            finish();
        }
    }

    private void await() throws IOException {
        if (polling) {
            Thread.onSpinWait();
            return;
        }
        long timeoutMs = site.limits().datagramPeerTimeout().toMillis() / 4 + 1;
        selector.select(key -> {}, peers.isEmpty() ? 0 : timeoutMs);
    }

    private void receiveBatch() {
        if (!inbound.reserve(RECEIVE_BYTES)) { // all memory is lent: the kernel's queue waits
            LockSupport.parkNanos(MEMORY_RETRY_NS);
            return;
        }
        for (int i = 0; i < DATAGRAMS_AT_A_TIME_MAX && receiveOne(); i++) {
            inbound.reserve(RECEIVE_BYTES); // the same memory again: it is empty
        }
        inbound.releaseIfEmpty();
    }

    private boolean receiveOne() {
        ByteBuffer space = inbound.space();
        int start = space.position();
        try {
            InetSocketAddress source = (InetSocketAddress) channel.receive(space);
            if (source == null) return false;
            inbound.commit(space.position() - start);
            Frame datagram = inbound.take(0, inbound.size(), 0);
            if (isAnswerable(source)) serve(source, datagram);
            inbound.expireFrame();
        } catch (IOException e) {
            site.datagramDropped(); // an ICMP error of an earlier datagram: the next call is fine
        }
        return true;
    }

    /** Port 0 cannot be answered; a broadcast or multicast source would have many answer. */
    private boolean isAnswerable(InetSocketAddress source) {
        boolean many =
                source.getAddress().isMulticastAddress() || source.getAddress().equals(BROADCAST);
        if (source.getPort() != 0 && !many) return true;
        site.datagramDropped();
        return false;
    }

    private void serve(InetSocketAddress source, Frame datagram) {
        DatagramPeer peer = peers.get(source);
        if (peer != null && peer.isClosed()) {
            forget(source, peer, CloseReason.SERVICE_CLOSED);
            peer = open(source, peer.lane); // so that the one's end comes before the other's begin
        } else if (peer == null) {
            peer = open(source, lane());
        }
        peer.activeNs = nowNs();
        DatagramPeer known = peer;
        if (executor == null) {
            known.receive(datagram);
        } else {
            Frame copy = datagram.copy();
            if (!known.lane.run(() -> known.receive(copy), copy.size())) site.datagramDropped();
        }
    }

    private DatagramPeer open(InetSocketAddress source, Lane lane) {
        if (peers.size() >= site.limits().datagramPeersMax()) {
            Map.Entry<InetSocketAddress, DatagramPeer> silent = peers.entrySet().iterator().next();
            forget(silent.getKey(), silent.getValue(), CloseReason.IDLE);
        }
        DatagramPeer peer = new DatagramPeer(site, channel, source, lane);
        peers.put(source, peer);
        lane.add(peer::open);
        return peer;
    }

    private Lane lane() {
        return new Lane(this::execute, site.limits().queuedBytesMax(), budget);
    }

    private void execute(Runnable lane) {
        if (executor == null) {
            lane.run();
            return;
        }
        try {
            executor.execute(lane);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            lane.run(); // the server is being cut, or no thread is to be had
        }
    }

    private void forget(SocketAddress source, DatagramPeer peer, CloseReason reason) {
        peers.remove(source);
        peer.lane.add(() -> peer.end(reason));
    }

    private void forgetSilent() {
        long limitNs = nowNs() - site.limits().datagramPeerTimeout().toNanos();
        while (!peers.isEmpty()) {
            Map.Entry<InetSocketAddress, DatagramPeer> silent = peers.entrySet().iterator().next();
            if (silent.getValue().activeNs > limitNs) return;
            forget(silent.getKey(), silent.getValue(), CloseReason.IDLE);
        }
    }

    /** Serves what has been received, tells the service that all peers are gone, and closes. */
    private void finish() {
        last = List.copyOf(peers.values());
        last.forEach(peer -> forget(peer.remoteAddress(), peer, CloseReason.DRAINED));
        if (executor != null) executor.close(); // waits for the lanes
        last.forEach(peer -> peer.lane.run()); // those that a cut pool has dropped
        inbound.release();
        Channels.close(channel);
        try {
            selector.close();
        } catch (IOException e) {
            // its descriptors are gone whatever close said
        }
        ended.countDown();
    }

    private long nowNs() {
        return site.terms.clockNs().getAsLong();
    }

    // ---- Engine ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void drain() {
        drainAsked = true;
        selector.wakeup();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && thread.join(timeout);
    }

    @Override
    public int cut() {
        int left = (int) site.stats().open();
        last.forEach(DatagramPeer::cut);
        if (executor != null) executor.shutdownNow();
        return left;
    }
}
