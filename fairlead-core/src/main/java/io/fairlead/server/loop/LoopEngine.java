package io.fairlead.server.loop;

import io.fairlead.frame.Codec;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A server on an event loop: accepts its connections and has the loop serve them. What {@link
 * Engine} has is safe for any thread; the rest belongs to the loop's.
 */
public final class LoopEngine implements Engine, LoopTenant {
    private final Site site;
    private final EventLoop loop;
    private final LoopDoor door;
    private final LoopAcceptor acceptor;
    private final Terms terms;
    private final Terms refusalTerms;
    private final long lookAgainNs;
    private final Set<LoopStream> streams = new HashSet<>();
    private boolean draining;
    private volatile int openCount;

    /**
     * A server with a loop of its own.
     *
     * @param placesMax connections at a time: this loop's share of the server's limit
     */
    public LoopEngine(Site site, Readiness readiness, LoopDoor door, int placesMax) {
        this.site = site;
        this.door = door;
        loop = new EventLoop(site, readiness);
        acceptor = new LoopAcceptor(site, door, placesMax, this::serve, this::refuse);
        terms = site.terms.on(loop.clock());
        refusalTerms = terms.with(Codec.raw(), Refusal.service(site.limits()));
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        loop.begin(this);
    }

    // ---- the loop's tenant ----

    @Override
    public void open() throws IOException {
        door.open(acceptor::accept);
    }

    @Override
    public long retryNs() {
        return acceptor.retryNs();
    }

    @Override
    public void retryIfTime(long nowNs) {
        acceptor.retryIfTime(nowNs);
    }

    @Override
    public long lookAgainNs() {
        return lookAgainNs;
    }

    @Override
    public void ended(LoopStream stream) {
        streams.remove(stream);
        openCount = streams.size();
        if (stream.isRefused()) {
            acceptor.refusalEnded();
        } else {
            acceptor.placeFreed();
        }
        leaveIfDrained();
    }

    @Override
    public void end() {
        acceptor.close();
        cutAll();
    }

    private void serve(LoopSocket socket) {
        add(new LoopStream(loop, this, terms, socket, site.opened(socket.remoteAddress())));
    }

    private void refuse(LoopSocket socket) {
        add(new LoopStream(loop, this, refusalTerms, socket, null));
    }

    private void add(LoopStream stream) {
        streams.add(stream);
        openCount = streams.size();
        loop.add(stream);
    }

    private void startDraining() {
        if (draining) return;
        draining = true;
        acceptor.close();
        List.copyOf(streams).forEach(LoopStream::drain);
        leaveIfDrained();
    }

    private void cutAll() {
        List.copyOf(streams).forEach(LoopStream::cut);
    }

    private void leaveIfDrained() {
        if (draining && streams.isEmpty()) loop.leave(this);
    }

    // ---- Engine: any thread ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() throws IOException {
        loop.thread().start();
    }

    @Override
    public void discard() {
        loop.end();
    }

    @Override
    public void drain() {
        loop.ask(this::startDraining);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return loop.thread().awaitEnd(timeout);
    }

    @Override
    public int cut() {
        int count = openCount;
        loop.ask(this::cutAll);
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
