package io.fairlead.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
final class DatagramEngine implements Engine, Runnable {
    private static final long MEMORY_RETRY_NS = 10_000_000;

    private final Site site;
    private final DatagramPort port;
    private final DatagramPeers peers;
    private final Thread thread;
    private final long lookMs;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean drainAsked;

    DatagramEngine(Site site, DatagramPort port, DatagramPeers peers) {
        this.site = site;
        this.port = port;
        this.peers = peers;
        lookMs = site.limits().datagramPeerTimeout().toMillis() / 4 + 1;
        thread = Thread.ofPlatform().name("fairlead datagrams " + site.endpoint).unstarted(this);
    }

    @Override
    public void run() {
        try {
            port.begin();
            while (!drainAsked) turn();
        } catch (IOException e) {
            throw new IllegalStateException("the wait of " + site.endpoint + " failed", e);
        } finally {
            finish();
        }
    }

    private void turn() throws IOException {
        Thread.interrupted(); // left by a service; a selector would not wait any more
        port.await(peers.isEmpty() ? 0 : lookMs);
        peers.beginTurn();
        if (!port.receive(peers))
            LockSupport.parkNanos(MEMORY_RETRY_NS); // the kernel's queue waits
        peers.forgetSilent();
        port.flush();
    }

    private void finish() {
        try {
            peers.end();
            port.flush();
        } finally {
            port.close();
            ended.countDown();
        }
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
        port.wake();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && thread.join(timeout);
    }

    @Override
    public int cut() {
        return peers.cut();
    }
}
