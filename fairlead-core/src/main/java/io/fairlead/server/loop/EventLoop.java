package io.fairlead.server.loop;

import io.fairlead.server.host.Host;
import io.fairlead.server.host.LoopOwner;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.host.Pulse;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.DeadlineWheel;
import io.fairlead.server.watch.LoopClock;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/**
 * One thread for the connections of all its tenants: what the loop models share. What they differ
 * in is how they learn which sockets are ready.
 *
 * <pre>
 *   ┌─▶ await readiness ─▶ accept, receive, serve, send ─▶ what others queued ─▶ deadlines ─┐
 *   └───────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>What is not volatile or concurrent belongs to the loop's thread.
 */
public final class EventLoop implements LoopRunner.Loop {
    /**
     * So many connections are served before their answers are sent. A peer that is woken by an
     * answer is still busy with it when the next one comes, and need not be woken again. With more
     * than this the first waits longer, and little is gained (docs/speed.md).
     */
    private static final int ANSWERED_MAX = 16;

    private final Readiness readiness;
    private final Host host;
    private final LoopRunner thread;
    private final LongSupplier clockNs;
    private final LoopClock clock;
    private final DeadlineWheel wheel;
    private final Pulse pulse;
    private final LoopTenants tenants;
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Queue<LoopStream> changed = new ConcurrentLinkedQueue<>();
    private final LoopStream[] answered = new LoopStream[ANSWERED_MAX];
    private int answeredCount;
    private final StarvedStreams starved = new StarvedStreams();
    private int streamCount;

    /** A loop for one server or client, which ends with it. */
    public static EventLoop of(Site site, Readiness readiness) {
        LoopTenants tenants = new LoopTenants(site.place());
        return new EventLoop(tenants, site, Host.MACHINE, site.terms.clockNs(), readiness);
    }

    /**
     * A loop that servers and clients share, and that ends when it is {@link #release released}.
     */
    static EventLoop shared(String place, Host host, Readiness readiness) {
        LoopTenants tenants = new LoopTenants(place);
        tenants.keepLoop();
        return new EventLoop(tenants, tenants, host, host.clockNs(), readiness);
    }

    private EventLoop(
            LoopTenants tenants,
            LoopOwner owner,
            Host host,
            LongSupplier clockNs,
            Readiness readiness) {
        this.tenants = tenants;
        this.host = host;
        this.clockNs = clockNs;
        this.readiness = readiness;
        thread = host.runner(owner, "fairlead loop", this);
        clock = new LoopClock(clockNs);
        wheel = new DeadlineWheel(clockNs.getAsLong());
        pulse = new Pulse(thread.thread());
    }

    // ---- the loop ----

    @Override
    public void open() throws IOException {
        if (thread.hasThread()) clock.begin();
        readiness.open();
        for (LoopTenant tenant : tenants.all()) tenant.open();
    }

    @Override
    public Pulse watched() {
        return pulse;
    }

    @Override
    public void serve() throws IOException {
        while (isWanted()) turn();
    }

    /** True as long as there is anybody to serve. */
    public boolean isWanted() {
        return tenants.wantLoop();
    }

    @Override
    public void end() {
        try (readiness) {
            tenants.end();
        }
    }

    /** Waits, and then does what there is to do. */
    public void turn() throws IOException {
        Thread.interrupted(); // left by a service; a selector would not wait any more
        long waitNs = waitNs();
        pulse.waits();
        readiness.await(waitNs, this);
        pulse.works();
        sendAnswers();
        updateChanged();
        long nowNs = clock.refresh();
        wheel.advance(nowNs);
        List<LoopTenant> served = tenants.all();
        for (int i = 0; i < served.size(); i++) served.get(i).retryIfTime(nowNs);
        starved.feed(nowNs);
        for (Runnable task; (task = asked.poll()) != null; ) task.run();
    }

    /** How long the next turn waits if nothing happens; {@link Long#MAX_VALUE} is for ever. */
    public long waitNs() {
        long nowNs = clock.refresh();
        if (!changed.isEmpty() || !asked.isEmpty()) return 0;
        long waitNs = starved.waitNs(nowNs);
        List<LoopTenant> served = tenants.all();
        for (int i = 0; i < served.size(); i++) {
            long retryNs = served.get(i).retryNs();
            if (retryNs != Long.MAX_VALUE) waitNs = Math.min(waitNs, Math.max(0, retryNs - nowNs));
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
        for (int left = streamCount; left >= 0; left--) {
            LoopStream stream = changed.poll();
            if (stream == null) return;
            stream.unqueued();
            stream.update();
        }
    }

    // ---- tenants ----

    public LoopTenants tenants() {
        return tenants;
    }

    /** Serves for {@code tenant} from the loop's start on, or from now on, if that has been. */
    public void begin(LoopTenant tenant) {
        tenants.add(tenant);
    }

    /** Serves for {@code tenant} no more. */
    public void leave(LoopTenant tenant) {
        tenants.remove(tenant);
    }

    /** Begins to watch a connection. */
    void add(LoopStream stream) {
        begin(stream, () -> readiness.add(stream));
    }

    /** Watches a connection in place of the attempt that made it. */
    void addConnected(LoopAttempt attempt, LoopStream stream) {
        begin(stream, () -> readiness.addConnected(attempt, stream));
    }

    /** How the watch of a connection begins. */
    @FunctionalInterface
    private interface Watching {
        void begin() throws IOException;
    }

    private void begin(LoopStream stream, Watching watching) {
        streamCount++;
        lookAgain(stream);
        try {
            watching.begin();
            stream.open();
        } catch (IOException e) { // out of memory for one more to watch
            stream.cut();
        } catch (RuntimeException | Error e) { // ends this connection, and not the loop
            stream.fail(e);
        }
    }

    // ---- what readiness and streams tell ----

    public Readiness readiness() {
        return readiness;
    }

    public LoopClock clock() {
        return clock;
    }

    /** The wait for sockets is over; called before any is served. */
    public void awoke() {
        pulse.works();
        clock.refresh();
    }

    /** As {@link #awoke}, for who has not waited, so that the clock is right. */
    void goesOn() {
        pulse.works();
    }

    /** A connection is over, and its channel about to be closed. */
    void ended(LoopStream stream) {
        wheel.remove(stream);
        streamCount--;
        readiness.remove(stream);
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

    /** Has {@code entry} looked at when {@code atNs} is over. */
    public void lookAt(DeadlineWheel.Entry entry, long atNs) {
        wheel.schedule(entry, atNs);
    }

    /** Looks at {@code entry} no more. */
    public void forget(DeadlineWheel.Entry entry) {
        wheel.remove(entry);
    }

    /** Sees to it that the deadline there is now is not missed. */
    void lookAgain(LoopStream stream) {
        wheel.schedule(stream, stream.lookNs(clockNs.getAsLong()));
    }

    // ---- any thread ----

    public LoopRunner thread() {
        return thread;
    }

    public Host host() {
        return host;
    }

    public boolean isLoopThread() {
        return thread.isCurrent();
    }

    /** Another thread has queued something on a connection. */
    void changed(LoopStream stream) {
        changed.add(stream);
        if (!isLoopThread()) readiness.wake();
    }

    /** Starts the thread, and waits until the loop is open. */
    public void start() throws IOException {
        thread.start();
    }

    /** Ends a shared loop, as soon as it serves nobody any more. */
    public void release() {
        tenants.releaseLoop();
        readiness.wake();
    }

    /** Completes when a shared loop has died. */
    public CompletableFuture<Throwable> failure() {
        return tenants.failure();
    }

    /** Has the loop's thread run {@code task} at the end of a turn; nothing if it has ended. */
    public void ask(Runnable task) {
        asked.add(task);
        readiness.wake();
    }
}
