package io.fairlead.server.datagram;

import io.fairlead.net.NetException;
import io.fairlead.net.socket.ConnectFailure;
import io.fairlead.net.socket.ConnectTarget;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.LoopClients;
import io.fairlead.server.loop.LoopTenant;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The datagram sockets that a client has connected on one event loop. What {@link Engine} has, and
 * {@link #dial}, is safe for any thread; the rest belongs to the loop's.
 */
public final class LoopDatagramClient implements LoopClients.Dialer, LoopTenant {
    private final Site site;
    private final EventLoop loop;
    private final PeerCalls calls;
    private final LoopTimers timers;
    private final DatagramIntake intake;
    private final Set<ConnectedPeer> open = ConcurrentHashMap.newKeySet(); // for any thread to read
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final ConnectedDatagrams.@Nullable Calls natives;
    private int begunInTurn; // of those that other threads have asked for
    private boolean draining;
    private volatile boolean over;

    private record Request(Dial dial, List<InetSocketAddress> addresses) {}

    /**
     * A client on {@code loop}, which runs, and which it shares.
     *
     * @param executor runs the calls of services; null is the loop's thread
     */
    public LoopDatagramClient(Site site, EventLoop loop, @Nullable ExecutorService executor) {
        this.site = site;
        this.loop = loop;
        calls = new PeerCalls(site, loop, executor);
        timers = new LoopTimers(loop);
        intake = new DatagramIntake(site, loop, calls);
        natives = loop.readiness().hasDescriptors() ? new ConnectedDatagrams.Calls() : null;
    }

    // ---- connecting ----

    @Override
    public void dial(Dial dial, List<InetSocketAddress> addresses) {
        if (loop.isLoopThread()) {
            connect(dial, addresses);
            return;
        }
        requests.add(new Request(dial, addresses));
        loop.ask(this::takeRequests);
        if (over) refuseRequests();
    }

    private void takeRequests() {
        while (begunInTurn < Dial.BEGUN_IN_TURN_MAX) {
            Request next = requests.poll();
            if (next == null) return;
            begunInTurn++;
            connect(next.dial(), next.addresses());
        }
    }

    private void refuseRequests() {
        for (Request next; (next = requests.poll()) != null; ) next.dial().closed();
    }

    /** The first address wins to which this machine has a way: nothing is sent to find out. */
    private void connect(Dial dial, List<InetSocketAddress> addresses) {
        if (over) {
            dial.closed();
            return;
        }
        NetException failure = null;
        for (InetSocketAddress address : addresses) {
            try {
                connected(dial, new ConnectTarget(dial.remote(), dial.options(), address, null));
                return;
            } catch (IOException | RuntimeException e) { // of this address
                NetException next = dial.explained(e);
                failure = failure == null ? next : ConnectFailure.moreTelling(failure, next);
            }
        }
        if (failure != null) dial.failed(failure);
    }

    private void connected(Dial dial, ConnectTarget to) throws IOException {
        ConnectedSocket socket = socket(to);
        DatagramIntake.Reader reader = intake.new Reader(socket);
        try {
            socket.input().open(reader);
        } catch (IOException e) { // out of memory for one more to watch
            socket.close();
            throw e;
        }
        ConnectedPeer peer = new ConnectedPeer(this, socket, dial.service(), calls.serial());
        peer.timers = timers;
        reader.begin(peer);
        open.add(peer);
        loop.lookAt(peer.silence(), peer.silence().dueNs());
        peer.serial.add(() -> {
            peer.open();
            boolean wanted = dial.peer().complete(peer);
            if (!wanted) peer.beginEnd(CloseReason.CUT);
        });
    }

    private ConnectedSocket socket(ConnectTarget to) throws IOException {
        Readiness readiness = loop.readiness();
        if (loop.host() instanceof DatagramHost host) return host.connect(to, readiness);
        return natives == null
                ? new ConnectedChannel(to, readiness)
                : new ConnectedDatagrams(to, readiness, natives);
    }

    // ---- the end of one ----

    /** It takes no more; for any thread. */
    void finishSoon(ConnectedPeer peer) {
        loop.ask(() -> finish(peer)); // not now: it may be in the midst of a call
    }

    private void finish(ConnectedPeer peer) {
        if (!peer.finish()) return;
        loop.forget(peer.silence());
        peer.socket().close();
        peer.serial.add(() -> {
            peer.end(CloseReason.CUT);
            open.remove(peer);
            loop.ask(this::leaveIfDrained);
        });
    }

    // ---- what peers ask for; any thread ----

    /** True in the loop's thread. */
    boolean isHere() {
        return loop.isLoopThread();
    }

    void ask(Runnable task) {
        loop.ask(task);
    }

    /** Sees to it that its silence is noticed. */
    void lookAt(ConnectedPeer peer) {
        loop.ask(() -> {
            if (!peer.isClosed()) loop.lookAt(peer.silence(), peer.silence().dueNs());
        });
    }

    // ---- the loop's tenant ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void open() {
        // there is nothing to listen to
    }

    @Override
    public long retryNs() {
        return requests.isEmpty() ? intake.retryNs() : loop.clock().getAsLong();
    }

    @Override
    public void retryIfTime(long nowNs) {
        begunInTurn = 0;
        takeRequests();
        intake.retryIfTime(nowNs);
    }

    private void startDraining() {
        if (draining) return;
        draining = true;
        refuseRequests();
        open.forEach(peer -> {
            peer.serial.add(peer::drain);
            peer.serial.add(() -> peer.beginEnd(CloseReason.DRAINED));
        });
        leaveIfDrained();
    }

    private void leaveIfDrained() {
        if (!draining || !open.isEmpty() || left.isDone()) return;
        loop.leave(this);
        finishAll();
    }

    @Override
    public void end() {
        over = true;
        refuseRequests();
        open.forEach(peer -> {
            peer.beginEnd(CloseReason.CUT);
            finish(peer);
        });
        finishAll();
    }

    private void finishAll() {
        timers.close();
        calls.close();
        intake.release();
        left.complete(null);
    }

    // ---- Engine: any thread ----

    @Override
    public void start() throws IOException {
        loop.tenants().join(this, loop);
    }

    @Override
    public void discard() {
        over = true;
    }

    @Override
    public void drain() {
        over = true; // also for a loop that has ended, and does what it is asked no more
        loop.ask(this::startDraining);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return loop.host().await(left, timeout);
    }

    @Override
    public Set<ConnectedPeer> listed() {
        return open;
    }

    @Override
    public int cut() {
        int count = open.size();
        open.forEach(peer -> peer.beginEnd(CloseReason.CUT));
        calls.cut();
        return count;
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
