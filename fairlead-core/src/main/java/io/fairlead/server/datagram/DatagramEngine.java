package io.fairlead.server.datagram;

import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.host.Pulse;
import io.fairlead.server.site.LoopedEngine;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves datagrams: one thread receives, and the model's threads, or that one, serve.
 *
 * <pre>
 *   ┌─▶ await ─▶ receive and serve a batch ─▶ forget who is silent ─▶ send what others queued ─┐
 *   └──────────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 */
public final class DatagramEngine extends LoopedEngine {
    private static final long MEMORY_RETRY_NS = 10_000_000;

    /** After so many full turns (15,360 datagrams and more), what waited before them is read. */
    private static final int FULL_TURNS_MAX = 64;

    private final DatagramPort port;
    private final DatagramPeers peers;
    private final Pulse pulse;
    private final long lookNs;
    private int fullTurns; // in a row

    public DatagramEngine(Site site, DatagramPort port, DatagramPeers peers) {
        super(site, "fairlead datagrams");
        this.port = port;
        this.peers = peers;
        lookNs = TimeUnit.NANOSECONDS.convert(site.limits().datagramPeerTimeout()) / 4 + 1;
        pulse = new Pulse(thread.thread());
        site.kernelDrops.of(port::drops);
    }

    @Override
    public void open() {
        port.begin();
    }

    @Override
    public Pulse watched() {
        return pulse;
    }

    @Override
    public void serve() throws IOException {
        while (!isDrainAsked()) turn();
    }

    private void turn() throws IOException {
        Thread.interrupted(); // left by a service; a selector would not wait any more
        pulse.waits();
        port.await(peers.isEmpty() ? Long.MAX_VALUE : lookNs);
        pulse.works();
        peers.beginTurn();
        site.kernelDrops.lookSoon();
        DatagramPort.Received received = port.receive(peers);
        if (received == DatagramPort.Received.NOTHING) {
            awaitMemory();
        } else if (isReadUp(received)) {
            peers.forgetSilent();
        }
        port.flush();
    }

    /** Whoever seems silent may have a datagram in the socket: after a stop of the process, say. */
    private boolean isReadUp(DatagramPort.Received received) {
        fullTurns = received == DatagramPort.Received.ALL ? 0 : fullTurns + 1;
        return fullTurns % FULL_TURNS_MAX == 0;
    }

    /** The kernel's queue waits, too. */
    private void awaitMemory() {
        pulse.waits();
        LockSupport.parkNanos(MEMORY_RETRY_NS);
        pulse.works();
    }

    @Override
    public void end() {
        try {
            peers.end();
            port.flush();
        } finally {
            port.close();
            site.kernelDrops.tellRest();
        }
    }

    // ---- Engine ----

    @Override
    protected void wake() {
        port.wake();
    }

    @Override
    public BoundDatagrams datagrams() {
        return port.socket();
    }

    @Override
    public Set<DatagramPeer> listed() {
        return peers.open();
    }

    @Override
    public int cut() {
        return peers.cut();
    }

    @Override
    public boolean isServing() {
        return thread.isCurrent() || peers.isServing();
    }

    @Override
    public List<Thread> busy() {
        return peers.busy(thread.thread());
    }
}
