package io.fairlead.server.datagram;

import io.fairlead.frame.Frame;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sources that one loop knows, each a peer: found, opened, served and forgotten here.
 *
 * <p>Belongs to the loop's thread, but for what says otherwise.
 */
public final class DatagramPeers {
    private final Site site;
    private final int peersMax;
    private final PeerCalls calls;
    private final LoopTimers timers;
    private final Set<SourcePeer> open = ConcurrentHashMap.newKeySet();

    /** By source; the one that was silent longest comes first. */
    private final Map<DatagramSource, SourcePeer> peers = new LinkedHashMap<>(16, 0.75f, true);

    private long nowNs;
    private volatile List<SourcePeer> last = List.of();

    /** Makes a peer of the source that a port has just received from. */
    @FunctionalInterface
    interface Maker {
        /** Null if the source cannot be answered. */
        @Nullable SourcePeer make(SerialExecutor serial);
    }

    /**
     * @param peersMax sources known at a time
     * @param calls who makes the calls of the service
     */
    DatagramPeers(Site site, int peersMax, PeerCalls calls, LoopTimers timers) {
        this.site = site;
        this.peersMax = peersMax;
        this.calls = calls;
        this.timers = timers;
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
     * @param source of the datagram; equal to {@link SourcePeer#source} of the peer it makes
     * @param maker is called for a source that is not known
     * @param arrivedAt the address it came to; null if that is the one that is bound
     */
    void serve(
            DatagramSource source, Maker maker, Frame datagram, @Nullable LocalAddress arrivedAt) {
        SourcePeer peer = peerOf(source, maker);
        if (peer == null) {
            site.datagramDropped();
            return;
        }
        peer.activeNs = Math.max(peer.activeNs, nowNs);
        calls.serve(peer, datagram, arrivedAt);
    }

    private @Nullable SourcePeer peerOf(DatagramSource source, Maker maker) {
        SourcePeer known = peers.get(source);
        if (known == null) {
            boolean admitted = source.isAdmitted(site.sources.access());
            return admitted ? open(maker, calls.serial()) : null;
        }
        if (!known.isClosed()) return known;
        forget(known, CloseReason.SERVICE_CLOSED);
        return open(maker, known.serial); // so that the one's end comes before the other's begin
    }

    private @Nullable SourcePeer open(Maker maker, SerialExecutor serial) {
        SourcePeer peer = maker.make(serial);
        if (peer == null) return null;
        if (peers.size() >= peersMax) forget(mostSilent(), CloseReason.IDLE);
        peer.timers = timers;
        peers.put(peer.source(), peer);
        open.add(peer);
        peer.activeNs = clockNs(); // later than the turn began, as the visit did
        serial.add(peer::open);
        return peer;
    }

    private SourcePeer mostSilent() {
        return peers.values().iterator().next();
    }

    /** Those that are known. For any thread. */
    Set<SourcePeer> open() {
        return open;
    }

    private void forget(SourcePeer peer, CloseReason reason) {
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
        calls.close(); // waits for the serial ones
        last.forEach(peer -> peer.serial.run()); // those that a cut pool has dropped
    }

    /** Drops what still waits; for any thread. Returns how many peers were left. */
    int cut() {
        int left = open.size();
        last.forEach(peer -> peer.beginEnd(CloseReason.CUT));
        calls.cut();
        return left;
    }
}
