package io.fairlead.server.loop;

import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server on an event loop: accepts its connections and has the loop serve them. What {@link
 * Engine} has is safe for any thread; the rest belongs to the loop's.
 */
public final class LoopEngine implements Engine, LoopTenant.OfStreams {
    private final Site site;
    private final EventLoop loop;
    private final LoopDoor door;
    private final LoopAcceptor acceptor;
    private final Terms terms;
    private final Terms refusalTerms;
    private final long lookAgainNs;
    private final LoopStreams streams;
    private final LoopTenant.Place place;

    /**
     * A server on {@code loop}, which it has for itself, and starts, or shares.
     *
     * @param placesMax connections at a time: this loop's share of the server's limit
     */
    public LoopEngine(Site site, EventLoop loop, LoopDoor door, int placesMax) {
        this.site = site;
        this.door = door;
        this.loop = loop;
        streams = new LoopStreams(loop, this);
        acceptor = new LoopAcceptor(site, door, placesMax, this::serve, this::refuse);
        terms = site.terms.on(loop.clock());
        refusalTerms = Refusal.terms(terms);
        lookAgainNs = Deadlines.lookAgainNs(site.limits());
        place = LoopTenant.Place.take(loop, this, acceptor::close);
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
        if (stream.isRefused()) {
            acceptor.refusalEnded();
        } else {
            acceptor.placeFreed();
        }
        streams.leaveIfDrained();
    }

    @Override
    public void end() {
        acceptor.close();
        streams.end();
    }

    private void serve(LoopSocket socket) {
        streams.add(new LoopStream(loop, this, terms, socket, site.opened(socket.remoteAddress())));
    }

    private void refuse(LoopSocket socket) {
        streams.add(new LoopStream(loop, this, refusalTerms, socket, null));
    }

    private void startDraining() {
        if (streams.isDraining()) return;
        acceptor.close();
        streams.drain();
        streams.leaveIfDrained();
    }

    // ---- Engine: any thread ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() throws IOException {
        place.start();
    }

    @Override
    public void discard() {
        place.discard();
    }

    @Override
    public void stopAccepting() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.ask(() -> {
            acceptor.close();
            done.countDown();
        });
        boolean _ = done.await(CUT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS); // it may have ended
    }

    @Override
    public boolean isEmpty() {
        return streams.count() == 0;
    }

    @Override
    public void drain() {
        loop.ask(this::startDraining);
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return place.awaitEnd(streams.left(), timeout);
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
