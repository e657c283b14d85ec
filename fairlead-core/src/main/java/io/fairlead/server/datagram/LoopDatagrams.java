package io.fairlead.server.datagram;

import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.LoopInput;
import io.fairlead.server.loop.LoopTenant;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of datagrams on an event loop: the loop's thread receives, and it, or the model's
 * threads, serve. What {@link Engine} has is safe for any thread; the rest belongs to the loop's.
 *
 * <pre>
 *   the socket is readable ─▶ receive and serve a batch ─▶ forget who is silent ─▶ send
 *   each turn of the loop  ─▶ send what others, and what tasks and timers, have queued
 * </pre>
 */
public final class LoopDatagrams implements Engine, LoopTenant {
    private static final long MEMORY_RETRY_NS = 10_000_000;

    /** After so many full turns (15,360 datagrams and more), what waited before them is read. */
    private static final int FULL_TURNS_MAX = 64;

    private final Site site;
    private final EventLoop loop;
    private final DatagramPort port;
    private final DatagramPeers peers;
    private final PeerCalls calls;
    private final LoopInput input;
    private final LoopTenant.Place place;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final long silenceLookNs;
    private long lookNs = Long.MAX_VALUE; // for silent sources
    private long memoryNs = Long.MAX_VALUE; // when to receive again, if there was no memory
    private int fullTurns; // in a row
    private boolean over;

    /**
     * A server on {@code loop}, which it has for itself, and starts, or shares.
     *
     * @param peersMax sources known at a time
     * @param executor runs the calls of the service; null is the loop's thread
     */
    public LoopDatagrams(
            Site site,
            EventLoop loop,
            DatagramPort port,
            int peersMax,
            @Nullable ExecutorService executor) {
        this.site = site;
        this.loop = loop;
        this.port = port;
        calls = new PeerCalls(site, loop, executor);
        peers = new DatagramPeers(site, peersMax, calls, new LoopTimers(loop));
        input = port.input(loop.readiness());
        silenceLookNs = TimeUnit.NANOSECONDS.convert(site.limits().datagramPeerTimeout()) / 4 + 1;
        site.kernelDrops.of(port::drops);
        place = LoopTenant.Place.take(loop, this, port::close);
    }

    // ---- the loop's tenant ----

    @Override
    public void open() throws IOException {
        port.begin();
        input.open(this::readable);
    }

    private void readable() {
        peers.beginTurn();
        site.kernelDrops.lookSoon();
        DatagramPort.Received received = port.receive(peers);
        if (received == DatagramPort.Received.NOTHING) {
            awaitMemory();
        } else if (isReadUp(received)) {
            peers.forgetSilent();
        }
        port.flush();
        lookNs = loop.clock().getAsLong() + silenceLookNs;
    }

    /** Whoever seems silent may have a datagram in the socket: after a stop of the process, say. */
    private boolean isReadUp(DatagramPort.Received received) {
        fullTurns = received == DatagramPort.Received.ALL ? 0 : fullTurns + 1;
        return fullTurns % FULL_TURNS_MAX == 0;
    }

    /** The kernel's queue waits, too. */
    private void awaitMemory() {
        input.watch(false);
        memoryNs = loop.clock().getAsLong() + MEMORY_RETRY_NS;
    }

    @Override
    public long retryNs() {
        if (port.hasUnsent()) return loop.clock().getAsLong(); // of a task, at the end of a turn
        return Math.min(memoryNs, peers.isEmpty() ? Long.MAX_VALUE : lookNs);
    }

    @Override
    public void retryIfTime(long nowNs) {
        if (over) return;
        if (memoryNs <= nowNs) {
            memoryNs = Long.MAX_VALUE;
            input.watch(true);
        }
        if (!peers.isEmpty() && lookNs <= nowNs) {
            readable();
        } else {
            port.flush();
        }
    }

    @Override
    public Site site() {
        return site;
    }

    private void startDraining() {
        if (over) return;
        finish();
        loop.leave(this);
        left.complete(null);
    }

    @Override
    public void end() {
        finish();
        left.complete(null);
    }

    private void finish() {
        if (over) return;
        over = true;
        try {
            peers.end();
            port.flush();
        } finally {
            input.close();
            port.close();
            site.kernelDrops.tellRest();
        }
    }

    // ---- Engine: any thread ----

    @Override
    public void start() throws IOException {
        place.start();
    }

    @Override
    public void discard() {
        place.discard();
    }

    @Override
    public void drain() {
        loop.ask(this::startDraining);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return place.awaitEnd(left, timeout);
    }

    @Override
    public BoundDatagrams datagrams() {
        return port.socket();
    }

    @Override
    public Set<SourcePeer> listed() {
        return peers.open();
    }

    @Override
    public int cut() {
        return peers.cut();
    }

    @Override
    public boolean isServing() {
        return calls.isServing();
    }

    @Override
    public List<Thread> busy() {
        return calls.busy();
    }
}
