package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The sources that one loop knows, each a peer: found, opened, served and forgotten here.
 *
 * <p>Belongs to the loop's thread, but for what says otherwise.
 */
public final class DatagramPeers {
    private final Site site;
    private final int peersMax;
    private final @Nullable ExecutorService executor;
    private final SerialExecutor.Budget budget;
    private final DatagramTimers timers;
    private final Set<DatagramPeer> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> serving = ConcurrentHashMap.newKeySet(); // of the executor's

    /** By source; the one that was silent longest comes first. */
    private final Map<DatagramSource, DatagramPeer> peers = new LinkedHashMap<>(16, 0.75f, true);

    private long nowNs;
    private volatile List<DatagramPeer> last = List.of();

    /** Makes a peer of the source that a port has just received from. */
    @FunctionalInterface
    interface Maker {
        /** Null if the source cannot be answered. */
        @Nullable DatagramPeer make(SerialExecutor serial);
    }

    /**
     * @param peersMax sources known at a time
     * @param executor runs the calls of the service; null is the loop's thread
     */
    public DatagramPeers(Site site, int peersMax, @Nullable ExecutorService executor) {
        this.site = site;
        this.peersMax = peersMax;
        this.executor = executor;
        timers = new DatagramTimers(site);
        budget = new SerialExecutor.Budget(site.limits().bufferBytesTotal());
    }

    /** What is received from now on came at this time. */
    void beginTurn() {
        nowNs = clockNs();
    }

    private long clockNs() {
        return site.terms.clockNs().getAsLong();
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }

    /**
     * Serves a datagram that has just come.
     *
     * @param source of the datagram; equal to {@link DatagramPeer#source} of the peer it makes
     * @param maker is called for a source that is not known
     * @param arrivedAt the address it came to; null if that is the one that is bound
     */
    void serve(
            DatagramSource source, Maker maker, Frame datagram, @Nullable LocalAddress arrivedAt) {
        DatagramPeer peer = peerOf(source, maker);
        if (peer == null) {
            site.datagramDropped();
            return;
        }
        peer.activeNs = Math.max(peer.activeNs, nowNs);
        if (executor == null && peer.serial.tryEnter()) {
            try {
                peer.receive(datagram, arrivedAt);
            } finally {
                peer.serial.leave();
            }
        } else { // or another thread runs a task of this peer's, which the loop does not wait for
            Frame copy = datagram.copy();
            boolean queued = peer.serial.run(() -> peer.receive(copy, arrivedAt), copy.size());
            if (!queued) site.datagramDropped();
        }
    }

    private @Nullable DatagramPeer peerOf(DatagramSource source, Maker maker) {
        DatagramPeer known = peers.get(source);
        if (known == null)
            return open(maker, new SerialExecutor(this::execute, site.limits(), budget));
        if (!known.isClosed()) return known;
        forget(known, CloseReason.SERVICE_CLOSED);
        return open(maker, known.serial); // so that the one's end comes before the other's begin
    }

    private @Nullable DatagramPeer open(Maker maker, SerialExecutor serial) {
        DatagramPeer peer = maker.make(serial);
        if (peer == null) return null;
        if (peers.size() >= peersMax) forget(mostSilent(), CloseReason.IDLE);
        peer.timers = timers;
        peers.put(peer.source(), peer);
        open.add(peer);
        peer.activeNs = clockNs(); // later than the turn began, as the visit did
        serial.add(peer::open);
        return peer;
    }

    private DatagramPeer mostSilent() {
        return peers.values().iterator().next();
    }

    private void execute(Runnable serial) {
        if (executor == null) {
            serial.run();
            return;
        }
        try {
            executor.execute(() -> serve(serial));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            serial.run(); // the server is being cut, or no thread is to be had
        }
    }

    private void serve(Runnable serial) {
        Thread self = Thread.currentThread();
        serving.add(self);
        try {
            serial.run();
        } finally {
            serving.remove(self);
        }
    }

    /** True in a thread of the executor's that serves one of the peers. For any thread. */
    boolean isServing() {
        return serving.contains(Thread.currentThread());
    }

    /** Threads that serve at this moment, or {@code loop}, if that is who does. For any thread. */
    List<Thread> busy(Thread loop) {
        return executor == null ? List.of(loop) : List.copyOf(serving);
    }

    /** Those that are known. For any thread. */
    Set<DatagramPeer> open() {
        return open;
    }

    private void forget(DatagramPeer peer, CloseReason reason) {
        peers.remove(peer.source());
        peer.serial.add(() -> {
            peer.end(reason);
            open.remove(peer);
        });
    }

    void forgetSilent() {
        long limitNs = nowNs - site.limits().datagramPeerTimeout().toNanos();
        while (!peers.isEmpty() && mostSilent().activeNs <= limitNs) {
            forget(mostSilent(), CloseReason.IDLE);
        }
    }

    /** Serves what has been received, and tells the service that all peers are gone. */
    void end() {
        last = List.copyOf(peers.values());
        timers.close();
        last.forEach(peer -> peer.serial.add(peer::drain));
        last.forEach(peer -> forget(peer, CloseReason.DRAINED));
        if (executor != null) executor.close(); // waits for the serial ones
        last.forEach(peer -> peer.serial.run()); // those that a cut pool has dropped
    }

    /** Drops what still waits; for any thread. Returns how many peers were left. */
    int cut() {
        int left = open.size();
        last.forEach(DatagramPeer::cut);
        if (executor != null) executor.shutdownNow();
        return left;
    }
}
