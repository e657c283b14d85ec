package io.fairlead.server.loop;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.session.Carrier;
import io.fairlead.session.Next;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Moves one session's bytes over a loop's socket. All but {@link #wake} and {@link #describe}
 * belongs to the loop's thread.
 */
public final class LoopStream extends LoopEntry implements Carrier, Described {
    private static final AtomicIntegerFieldUpdater<LoopStream> QUEUED =
            AtomicIntegerFieldUpdater.newUpdater(LoopStream.class, "queued");

    final EventLoop loop;
    private final LoopTenant.OfStreams tenant;
    private final LoopSocket socket;
    private final Session session;
    private final SocketSide side;
    final LoopTransfers transfers;
    private final @Nullable SiteVisit visit;
    private volatile int queued;
    private boolean starved;
    private boolean busy;
    private boolean ended;

    /** {@code visit} has the end reported to it; null for a connection that is refused. */
    LoopStream(
            EventLoop loop,
            LoopTenant.OfStreams tenant,
            Terms terms,
            LoopSocket socket,
            @Nullable SiteVisit visit) {
        this.loop = loop;
        this.tenant = tenant;
        this.socket = socket;
        this.visit = visit;
        session = new Session(terms, this);
        side = terms.layer().over(session, terms, this);
        transfers = new LoopTransfers(socket, session, side, tenant.site());
    }

    @Override
    public LoopSocket socket() {
        return socket;
    }

    /** What the service sees of it. */
    Peer peer() {
        return session.peer();
    }

    /** True if this connection was accepted only to be told that there is no place. */
    boolean isRefused() {
        return visit == null;
    }

    void open() {
        busy = true;
        side.open();
        update();
    }

    /** What is answered goes out soon. */
    @Override
    public void onReadable() {
        if (ended) return;
        take();
        loop.answered(this);
    }

    private void take() {
        busy = true;
        transfers.beginTurn();
        try {
            do {
                receive();
            } while (transfers.receivesMoreNow() && transfers.isWanted() && !starved);
        } catch (IOException | RuntimeException | Error e) { // ends this one alone
            session.fail(e);
        }
    }

    private void receive() throws IOException {
        if (!transfers.isWanted() || transfers.passesOn(this)) return;
        ByteBuffer space = side.arrivedSpace();
        if (space == null) {
            waitForMemory();
            return;
        }
        transfers.receive(space);
    }

    private void waitForMemory() {
        if (!starved) loop.starved(this);
        starved = true;
    }

    @Override
    public void onLost() {
        session.abort(CloseReason.RESET);
        update();
    }

    @Override
    public void onWritable() {
        transfers.mayGoOn();
        update();
    }

    @Override
    public void onSent(int result) {
        try {
            transfers.sent(Math.max(result, 0));
        } catch (RuntimeException | Error e) { // ends this one alone
            session.fail(e);
        }
        transfers.mayGoOn();
        if (result < 0) session.abort(CloseReason.RESET);
        update();
    }

    @Override
    public void onPoll() {
        transfers.mayGoOn();
        onReadable();
    }

    /**
     * Memory may be had again: tries at once, so that nothing is watched in vain.
     *
     * @return false if it cannot be had
     */
    boolean unstarved() {
        starved = false;
        if (ended) return true;
        take();
        update();
        return !starved;
    }

    /** Sends what is queued, serves what waited for room, and watches for what comes next. */
    void update() {
        if (ended) return;
        busy = true;
        transfers.beginTurn();
        Next next;
        try {
            next = turn();
            if (next != Next.END) watch(next);
            if (session.owesTurn()) goOnNextTurn();
            if (session.takeOwedLook()) loop.lookAgain(this);
        } catch (IOException | RuntimeException | Error e) { // ends this one alone
            session.fail(e);
            next = Next.END;
        }
        busy = false;
        if (next == Next.END) end();
    }

    /** Does what the session asks for, until it has to wait or the turn is over. */
    private Next turn() throws IOException {
        while (true) {
            transfers.send();
            Next next = side.next(transfers.isSendBlocked());
            switch (next) {
                case SEND -> {
                    if (transfers.hasSendsLeft()) continue;
                    goOnNextTurn();
                }
                case SHUT_DOWN -> {
                    socket.shutdownOutput();
                    loop.lookAgain(this); // the linger timeout has begun
                    continue;
                }
                case RECEIVE_ARRIVED -> {
                    receive();
                    if (!starved) continue;
                }
                case WAIT_FOR_MEMORY -> waitForMemory();
                case RECEIVE, WAIT, END -> {} // what is waited for is watched
            }
            return next;
        }
    }

    private void watch(Next next) {
        boolean input = next == Next.RECEIVE && !starved;
        watch(loop.readiness(), input, transfers.isSendBlocked());
    }

    private void end() {
        ended = true;
        session.guarded(() -> loop.ended(this));
        session.guarded(() -> tenant.ended(this));
        if (session.isReset()) session.guarded(socket::resetOnClose);
        session.guarded(socket::close);
        session.guarded(side::end);
        session.guarded(transfers::end);
        if (visit != null) visit.closed(session);
    }

    @Override
    public long look(long nowNs) {
        if (session.fireTimers()) update();
        if (side.deadlineNs() <= nowNs) {
            lookForProgress(nowNs);
            if (!ended && side.expire()) update();
        }
        return ended ? Long.MAX_VALUE : lookNs(nowNs);
    }

    /** What the kernel has for us counts first: the peer may have been in time, and we late. */
    private void lookForProgress(long nowNs) {
        socket.catchUp();
        transfers.mayGoOn(); // tries; a send that is under way stays so
        int left = LoopTransfers.AT_A_TIME_MAX;
        for (long before = -1; left > 0 && before != transfers.bytesArrived(); left--) {
            before = transfers.bytesArrived();
            if (watchesInput() && !ended && side.deadlineNs() <= nowNs) take();
        }
        update();
    }

    /** When to look at the deadlines next; see {@code Deadlines} for why that is enough. */
    long lookNs(long nowNs) {
        return Math.min(side.deadlineNs(), nowNs + tenant.lookAgainNs());
    }

    void drain() {
        session.drain();
        if (!ended) take(); // what the kernel has is served, too
        update();
    }

    void cut() {
        session.abort(CloseReason.CUT);
        update();
    }

    /** The loop failed at it. */
    void fail(Throwable error) {
        session.fail(error);
        update();
    }

    @Override
    public @Nullable OpenConnection describe() {
        return visit == null || ended ? null : visit.describe(session);
    }

    // ---- Carrier ----

    @Override
    public long id() {
        return visit == null ? 0 : visit.id();
    }

    @Override
    public boolean admits(@Nullable PeerProxy via) {
        return visit == null || visit.admits(via);
    }

    @Override
    public int readBytesMax() {
        return LoopTransfers.READ_BYTES_MAX;
    }

    @Override
    public void wake() {
        // While this connection has the loop's thread, what it queues is sent at its turn's end.
        if (loop.isLoopThread() && busy) return;
        goOnNextTurn();
    }

    private void goOnNextTurn() {
        if (queued == 0 && QUEUED.compareAndSet(this, 0, 1)) loop.changed(this);
    }

    /** The loop has taken this connection out of its queue. */
    void unqueued() {
        queued = 0;
    }
}
