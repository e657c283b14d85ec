package io.fairlead.testkit.simulation;

import io.fairlead.server.blocking.BlockingStream;
import io.fairlead.server.blocking.HandlerStream;
import io.fairlead.server.blocking.Roster;
import io.fairlead.server.blocking.Timer;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.List;

/** A server whose connections have a simulated thread each, as under {@code pooled-virtual}. */
final class ThreadsEngine implements Engine {
    private final SimulatedHost host;
    private final Site site;
    private final SimulatedDoor door;
    private final LoopAcceptor acceptor;
    private final Terms refusalTerms;
    private final Timer timer;
    private final Roster roster = new Roster();
    private final boolean awaitsInput;
    private boolean acceptIsDue;

    ThreadsEngine(SimulatedHost host, Site site, SimulatedDoor door, int placesMax) {
        this.host = host;
        this.site = site;
        this.door = door;
        acceptor = new LoopAcceptor(site, door, placesMax, this::serve, this::refuse);
        refusalTerms = Refusal.terms(site.terms);
        timer = new Timer(site, host);
        awaitsInput = host.awaitsInput();
    }

    // ---- accepting ----

    @Override
    public void start() {
        door.open(this::acceptSoon);
    }

    private void acceptSoon() {
        if (acceptIsDue) return;
        acceptIsDue = true;
        host.soon(this::accept);
    }

    private void accept() {
        acceptIsDue = false;
        acceptor.accept();
        if (acceptor.retryNs() != Long.MAX_VALUE) {
            long nowNs = host.clockNs().getAsLong();
            host.eventAfter(
                    acceptor.retryNs() - nowNs,
                    () -> acceptor.retryIfTime(host.clockNs().getAsLong()));
        }
        if (door.isReady()) acceptSoon();
    }

    private void serve(LoopSocket accepted) {
        SimulatedBlocking socket = blocking(accepted, acceptor::placeFreed);
        Handler handler = site.handler;
        if (handler != null) {
            HandlerStream stream = new HandlerStream(site, handler, timer, socket);
            begin(socket, stream, stream);
        } else {
            BlockingStream stream = new BlockingStream(site, site.terms, timer, socket);
            begin(socket, stream, stream);
        }
    }

    private void refuse(LoopSocket accepted) {
        SimulatedBlocking socket = blocking(accepted, acceptor::refusalEnded);
        BlockingStream stream = new BlockingStream(site, refusalTerms, timer, socket);
        begin(socket, stream, stream);
    }

    private SimulatedBlocking blocking(LoopSocket accepted, Runnable onEnd) {
        return new SimulatedBlocking((SimulatedSocket) accepted, awaitsInput, onEnd);
    }

    private void begin(SimulatedBlocking socket, Driver driver, Runnable conversation) {
        socket.driver = driver;
        host.threads()
                .start("simulated " + site.endpoint, () -> serve(socket, driver, conversation));
    }

    private void serve(SimulatedBlocking socket, Driver driver, Runnable conversation) {
        try {
            if (roster.add(driver)) conversation.run();
        } finally {
            socket.end();
            roster.remove(driver);
        }
    }

    // ---- Engine ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void discard() {
        acceptor.close();
    }

    @Override
    public void drain() {
        acceptor.close();
        roster.drain();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (!host.await(roster.emptied(), timeout)) return false;
        timer.close();
        return true;
    }

    @Override
    public int cut() {
        int cut = roster.cut();
        timer.close();
        return cut;
    }

    @Override
    public List<Driver> listed() {
        return roster.open();
    }

    @Override
    public boolean isServing() {
        return roster.threads().contains(Thread.currentThread());
    }

    @Override
    public List<Thread> busy() {
        return roster.threads();
    }
}
