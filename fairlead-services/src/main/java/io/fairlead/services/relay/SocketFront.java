package io.fairlead.services.relay;

import io.fairlead.access.AccessRules;
import io.fairlead.client.Datagrams;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ServerStats;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Relays datagrams where a Unix-domain socket takes part, which no event loop serves: each socket
 * has a thread that waits. A Unix-domain receiver that is slow is waited for, so that nothing is
 * lost; its senders wait in their turn.
 *
 * <p>One thread receives from the sources; what is not final or concurrent is its own.
 */
final class SocketFront implements RelayFront {
    /** Each flow has a thread. */
    static final int FLOWS_MAX = 1_000;

    private final Datagrams bound;
    private final RelayTerms terms;
    private final ConnectOptions options;
    private final int flowsMax;
    private final long silenceNs;
    private final Duration look;
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean over;

    /** By source; the one that was silent longest comes first. */
    private final LinkedHashMap<SocketAddress, SocketFlow> flows =
            new LinkedHashMap<>(16, 0.75f, true);

    private final Set<SocketFlow> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong opened = new AtomicLong();
    final AtomicLong bytesReceived = new AtomicLong();
    final AtomicLong bytesSent = new AtomicLong();
    final AtomicLong dropped = new AtomicLong();

    /** Takes {@code bound} over. */
    SocketFront(Datagrams bound, RelayTerms terms, ConnectOptions options, Limits limits) {
        this.bound = bound;
        this.terms = terms;
        this.options = options;
        flowsMax = Math.min(limits.datagramPeersMax(), FLOWS_MAX);
        silenceNs = limits.datagramPeerTimeout().toNanos();
        look = limits.datagramPeerTimeout().dividedBy(4).plusMillis(1);
    }

    static void requireNoFaults(Faults faults) {
        if (faults.areNone()) return;
        throw new IllegalArgumentException(
                "Unix datagrams are passed on untouched: no latency, rate or other fault can be"
                        + " asked for");
    }

    /** Refuses what is for sockets on event loops, and for those with addresses. */
    static void require(AccessRules access, boolean loops) {
        if (!access.admitEverybody()) {
            throw new IllegalArgumentException(
                    "Unix datagrams have no address to allow or deny, and with them nobody is"
                            + " asked; leave the rules out");
        }
        if (!loops) return;
        throw new IllegalArgumentException(
                "Unix datagrams have a thread for each socket, and no event loops; leave --loops"
                        + " and on(loops) out");
    }

    void start() {
        Thread.ofPlatform().name("fairlead relay " + bound.endpoint()).start(this::run);
    }

    // ---- the receiving thread ----

    private void run() {
        try {
            while (!over) receive();
        } catch (NetException | RuntimeException e) { // an observer may throw
            if (!over) terms.observer().onFailed(endpoint(), e);
        } finally {
            over = true;
            flows.values().forEach(flow -> flow.end(CloseReason.DRAINED));
            left.countDown();
        }
    }

    private void receive() throws NetException {
        Datagrams.Received received;
        try {
            received = bound.receive(look);
        } catch (NetException e) {
            if (e.kind() != NetException.Kind.TIMEOUT) throw e;
            forgetSilent();
            return;
        }
        bytesReceived.addAndGet(received.payload().size());
        SocketFlow flow = flow(received.sender());
        if (flow == null) {
            dropped.incrementAndGet();
        } else {
            flow.toTarget(received.payload());
        }
        forgetSilent();
    }

    /** The flow of a source; null if no target can be had. */
    private @Nullable SocketFlow flow(SocketAddress source) {
        SocketFlow known = flows.get(source);
        if (known != null && known.isOpen()) return known;
        flows.remove(source);
        Set<RelayTarget> tried = new HashSet<>();
        for (RelayTarget next; (next = terms.targets().next(tried, System.nanoTime())) != null; ) {
            tried.add(next);
            try {
                Datagrams socket = Datagrams.connect(next.endpoint(), options);
                next.connected();
                return begin(source, next, socket);
            } catch (NetException e) {
                failed(next, e);
            }
        }
        return null;
    }

    private SocketFlow begin(SocketAddress source, RelayTarget target, Datagrams socket) {
        if (flows.size() >= flowsMax) forget(flows.values().iterator(), CloseReason.IDLE);
        SocketFlow flow = new SocketFlow(this, opened.incrementAndGet(), source, target, socket);
        flows.put(source, flow);
        open.add(flow);
        flow.begin();
        return flow;
    }

    private void forgetSilent() {
        long limitNs = System.nanoTime() - silenceNs;
        while (!flows.isEmpty()) {
            Iterator<SocketFlow> oldest = flows.values().iterator();
            if (flows.firstEntry().getValue().heardNs() - limitNs > 0) return;
            forget(oldest, CloseReason.IDLE);
        }
    }

    private static void forget(Iterator<SocketFlow> oldest, CloseReason reason) {
        SocketFlow flow = oldest.next();
        oldest.remove();
        flow.end(reason);
    }

    // ---- what flows ask for; any thread ----

    Datagrams bound() {
        return bound;
    }

    RelayObserver observer() {
        return terms.observer();
    }

    boolean isOver() {
        return over;
    }

    void failed(RelayTarget target, NetException error) {
        if (!target.failed(System.nanoTime(), terms.retryAfter())) return;
        terms.observer().onTargetFailed(target.endpoint(), error, terms.retryAfter());
    }

    void ended(SocketFlow flow) {
        open.remove(flow);
    }

    // ---- any thread ----

    @Override
    public Endpoint endpoint() {
        return bound.endpoint();
    }

    @Override
    public ServerStats stats() {
        return new ServerStats(
                opened.get(),
                open.size(),
                0,
                0,
                0,
                bytesReceived.get(),
                bytesSent.get(),
                dropped.get(),
                0,
                0);
    }

    /** A relay does not know who still owes an answer. */
    @Override
    public int drain(Duration timeout) throws InterruptedException {
        stop();
        awaitClose();
        return 0;
    }

    private void stop() {
        over = true;
        try {
            bound.close();
        } catch (NetException e) { // the file is not to be removed
            terms.observer().onFailed(endpoint(), e);
        }
        open.forEach(flow -> flow.end(CloseReason.DRAINED)); // also those who wait for a receiver
    }

    @Override
    public void awaitClose() throws InterruptedException {
        left.await();
    }

    @Override
    public void close() {
        stop();
    }
}
