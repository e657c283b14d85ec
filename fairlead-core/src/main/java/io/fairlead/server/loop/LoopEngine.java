package io.fairlead.server.loop;

import io.fairlead.frame.Codec;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.LoopedEngine;
import io.fairlead.server.site.Pulse;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.server.watch.LoopClock;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread for all connections: what the loop models share. What they differ in is how they learn
 * which sockets are ready.
 *
 * <pre>
 *   ┌─▶ await readiness ─▶ accept, receive, serve, send ─▶ what others queued ─▶ deadlines ─┐
 *   └───────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>What is not volatile or concurrent belongs to the loop's thread.
 */
public final class LoopEngine extends LoopedEngine {
    /**
     * So many connections are served before their answers are sent. A peer that is woken by an
     * answer is still busy with it when the next one comes, and need not be woken again. With more
     * than this the first waits longer, and little is gained (docs/speed.md).
     */
    private static final int ANSWERED_MAX = 16;

    private static final long MEMORY_RETRY_NS = 10_000_000;

    /** After so many that found no memory the others wait for the next time. */
    private static final int REFUSED_MAX = 16;

    private final Readiness readiness;
    private final LoopAcceptor acceptor;
    private final LoopClock clock;
    private final Terms terms;
    private final Terms refusalTerms;
    private final DeadlineWheel wheel;
    private final Pulse pulse;
    private final long lookAgainNs;
    private final Set<LoopStream> streams = new HashSet<>();
    private final Queue<LoopStream> changed = new ConcurrentLinkedQueue<>();
    private final LoopStream[] answered = new LoopStream[ANSWERED_MAX];
    private int answeredCount;
    private final ArrayDeque<LoopStream> starved = new ArrayDeque<>();
    private long feedNs;
    private boolean draining;
    private volatile boolean cutAsked;
    private volatile int openCount;

    /**
     * @param placesMax connections at a time: this loop's share of the server's limit
     */
    public LoopEngine(Site site, Readiness readiness, int placesMax) {
        super(site, "fairlead loop");
        this.readiness = readiness;
        acceptor = new LoopAcceptor(site, readiness, placesMax, this::serve, this::refuse);
        clock = new LoopClock(site.terms.clockNs());
        terms = site.terms.on(clock);
        refusalTerms = terms.with(Codec.raw(), Refusal.service(site.limits()));
        wheel = new DeadlineWheel(nowNs());
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        pulse = new Pulse(thread.thread());
    }

    // ---- the loop ----

    @Override
    public void open() throws IOException {
        clock.begin();
        readiness.open();
    }

    @Override
    public Pulse watched() {
        return pulse;
    }

    @Override
    public void serve() throws IOException {
        while (!draining || !streams.isEmpty()) turn();
    }

    @Override
    public void end() {
        try (readiness) {
            acceptor.close();
            List.copyOf(streams).forEach(LoopStream::cut);
        }
    }

    private void turn() throws IOException {
        Thread.interrupted(); // left by a service; a selector would not wait any more
        long waitNs = waitNs(clock.refresh());
        pulse.waits();
        readiness.await(waitNs, this);
        pulse.works();
        sendAnswers();
        updateChanged();
        long nowNs = clock.refresh();
        wheel.advance(nowNs);
        acceptor.retryIfTime(nowNs);
        feedStarved(nowNs);
        if (isDrainAsked() && !draining) startDraining();
        if (cutAsked) List.copyOf(streams).forEach(LoopStream::cut);
    }

    private long waitNs(long nowNs) {
        if (!changed.isEmpty()) return 0;
        long waitNs = starved.isEmpty() ? Long.MAX_VALUE : Math.max(0, feedNs - nowNs);
        if (acceptor.retryNs() != Long.MAX_VALUE) {
            waitNs = Math.min(waitNs, Math.max(0, acceptor.retryNs() - nowNs));
        }
        return Math.min(waitNs, wheel.waitNs(nowNs));
    }

    private void sendAnswers() {
        int count = answeredCount;
        answeredCount = 0;
        for (int i = 0; i < count; i++) answered[i].update();
    }

    private void updateChanged() {
        // Each one once at most: it may be back already, with more than a turn's work.
        for (int left = streams.size(); left >= 0; left--) {
            LoopStream stream = changed.poll();
            if (stream == null) return;
            stream.unqueued();
            stream.update();
        }
    }

    /** Those who wait for memory try in the order in which they came, and not in every turn. */
    private void feedStarved(long nowNs) {
        if (starved.isEmpty() || nowNs < feedNs) return;
        feedNs = nowNs + MEMORY_RETRY_NS;
        int refused = 0;
        for (int left = starved.size(); left > 0 && refused < REFUSED_MAX; left--) {
            if (!starved.removeFirst().unstarved()) refused++;
        }
    }

    private void startDraining() {
        draining = true;
        acceptor.close();
        List.copyOf(streams).forEach(LoopStream::drain);
    }

    private void serve(LoopSocket socket) {
        add(new LoopStream(this, site, terms, socket, site.opened(socket.remoteAddress())));
    }

    private void refuse(LoopSocket socket) {
        add(new LoopStream(this, site, refusalTerms, socket, null));
    }

    private void add(LoopStream stream) {
        streams.add(stream);
        openCount = streams.size();
        lookAgain(stream);
        try {
            readiness.add(stream);
            stream.open();
        } catch (IOException e) { // out of memory for one more to watch
            stream.cut();
        } catch (RuntimeException | Error e) { // ends this connection, and not the loop
            stream.fail(e);
        }
    }

    // ---- what readiness and streams tell ----

    Readiness readiness() {
        return readiness;
    }

    /** The wait for sockets is over; called before any is served. */
    void awoke() {
        pulse.works();
        clock.refresh();
    }

    /** As {@link #awoke}, for who has not waited, so that the clock is right. */
    void goesOn() {
        pulse.works();
    }

    /** The listener has connections. */
    void onAcceptable() {
        acceptor.accept();
    }

    /** A connection is over, and its channel about to be closed. */
    void ended(LoopStream stream) {
        wheel.remove(stream);
        streams.remove(stream);
        openCount = streams.size();
        readiness.remove(stream);
        if (stream.isRefused()) {
            acceptor.refusalEnded();
        } else {
            acceptor.placeFreed();
        }
    }

    /** What a connection received is served: its answers are to be sent, soon. */
    void answered(LoopStream stream) {
        answered[answeredCount++] = stream;
        if (answeredCount == ANSWERED_MAX) sendAnswers();
    }

    /** A connection found no memory to receive into. */
    void starved(LoopStream stream) {
        starved.add(stream);
    }

    /** Sees to it that the deadline there is now is not missed. */
    void lookAgain(LoopStream stream) {
        wheel.schedule(stream, lookNs(stream, nowNs()));
    }

    /**
     * When to look at a connection's deadlines next; see {@link Deadlines} for why that is enough.
     */
    long lookNs(LoopStream stream, long nowNs) {
        return Math.min(stream.deadlineNs(), nowNs + lookAgainNs);
    }

    boolean isLoopThread() {
        return thread.isCurrent();
    }

    /** Another thread has queued something on a connection. */
    void changed(LoopStream stream) {
        changed.add(stream);
        if (!isLoopThread()) readiness.wake();
    }

    private long nowNs() {
        return site.terms.clockNs().getAsLong();
    }

    // ---- Engine ----

    @Override
    protected void wake() {
        readiness.wake();
    }

    @Override
    public int cut() {
        int count = openCount;
        cutAsked = true;
        readiness.wake();
        return count;
    }

    @Override
    public boolean isServing() {
        return thread.isCurrent();
    }

    @Override
    public List<Thread> busy() {
        return List.of(thread.thread());
    }
}
