package io.fairlead.server.loop;

import io.fairlead.net.NetException;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Site;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The connections that a client has made on one event loop. What {@link Engine} has, and {@link
 * #dial}, is safe for any thread; the rest belongs to the loop's.
 */
public final class LoopClient implements LoopClients.Dialer, LoopTenant.OfStreams {
    private final Site site;
    private final EventLoop loop;
    private final Terms terms;
    private final long lookAgainNs;
    private final LoopStreams streams;
    private final Set<LoopRace> races = new LinkedHashSet<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private int begunInTurn;
    private volatile boolean over;

    private record Request(Dial dial, List<InetSocketAddress> addresses) {}

    /** A client on {@code loop}, which runs, and which it shares. */
    public LoopClient(Site site, EventLoop loop) {
        this.site = site;
        this.loop = loop;
        terms = site.terms.on(loop.clock());
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        streams = new LoopStreams(loop, this);
    }

    // ---- connecting ----

    @Override
    public void dial(Dial dial, List<InetSocketAddress> addresses) {
        boolean here = loop.isLoopThread();
        if (here && begunInTurn < Dial.BEGUN_IN_TURN_MAX) {
            race(dial, addresses);
            return;
        }
        requests.add(new Request(dial, addresses));
        if (!here) loop.ask(this::takeRequests);
        if (over) refuseRequests();
    }

    private void takeRequests() {
        while (begunInTurn < Dial.BEGUN_IN_TURN_MAX) {
            Request next = requests.poll();
            if (next == null) return;
            race(next.dial(), next.addresses());
        }
    }

    private void refuseRequests() {
        for (Request next; (next = requests.poll()) != null; ) next.dial().closed();
    }

    private void race(Dial dial, List<InetSocketAddress> addresses) {
        if (over) {
            dial.closed();
            return;
        }
        begunInTurn++;
        LoopRace race = new LoopRace(loop, this, dial, addresses);
        races.add(race);
        race.begin();
    }

    /** A socket that is not watched yet has connected at once. */
    void connected(LoopRace race, LoopSocket socket) {
        LoopStream stream = stream(race, socket);
        streams.add(stream);
        tell(race, stream);
    }

    /** A socket that was watched by {@code attempt} has connected. */
    void connected(LoopRace race, LoopAttempt attempt) {
        LoopStream stream = stream(race, attempt.socket());
        streams.addConnected(attempt, stream);
        tell(race, stream);
    }

    private LoopStream stream(LoopRace race, LoopSocket socket) {
        races.remove(race);
        Terms own = race.dial().terms(terms);
        return new LoopStream(loop, this, own, socket, site.opened(socket.remoteAddress()));
    }

    private void tell(LoopRace race, LoopStream stream) {
        if (race.dial().layer().opensLater()) return;
        boolean wanted = race.dial().peer().complete(stream.peer());
        if (!wanted) stream.cut();
    }

    void failed(LoopRace race, NetException reason) {
        races.remove(race);
        race.dial().failed(reason);
        streams.leaveIfDrained();
    }

    // ---- the loop's tenant ----

    @Override
    public void open() {
        // there is nothing to listen to
    }

    @Override
    public long retryNs() {
        return requests.isEmpty() ? Long.MAX_VALUE : loop.clock().getAsLong();
    }

    /** Each turn; a race looks at the clock itself. */
    @Override
    public void retryIfTime(long nowNs) {
        begunInTurn = 0;
        takeRequests();
    }

    @Override
    public long lookAgainNs() {
        return lookAgainNs;
    }

    @Override
    public void ended(LoopStream stream) {
        streams.remove(stream);
        streams.leaveIfDrained();
    }

    @Override
    public void end() {
        over = true;
        endRaces();
        refuseRequests();
        streams.end();
    }

    private void startDraining() {
        if (!streams.drain()) return;
        endRaces();
        refuseRequests();
        streams.leaveIfDrained();
    }

    private void endRaces() {
        for (LoopRace race : List.copyOf(races)) race.fail(race.dial().closedReason());
    }

    // ---- Engine: any thread ----

    @Override
    public Site site() {
        return site;
    }

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
        return streams.awaitLeft(timeout);
    }

    @Override
    public Set<LoopStream> listed() {
        return streams.open();
    }

    @Override
    public int cut() {
        int count = streams.count();
        loop.ask(streams::cut);
        return count;
    }

    @Override
    public boolean isServing() {
        return loop.isLoopThread();
    }

    @Override
    public List<Thread> busy() {
        return List.of(loop.thread().thread());
    }
}
