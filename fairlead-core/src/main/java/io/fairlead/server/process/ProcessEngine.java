package io.fairlead.server.process;

import static io.fairlead.posix.Epoll.EPOLLIN;

import io.fairlead.net.socket.NativeListener;
import io.fairlead.proxy.layer.ProxyLayer;
import io.fairlead.server.descriptor.NativeAccept;
import io.fairlead.server.descriptor.NativeCalls;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Doorway;
import io.fairlead.server.site.LoopAcceptor;
import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.LoopedEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.CloseReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections and hands them to child processes: the part that the models with processes
 * share. One thread accepts, hands over, watches, reaps, and never waits for a child.
 *
 * <p>What is not volatile belongs to that thread.
 */
public final class ProcessEngine extends LoopedEngine implements Doorway {
    private static final long START_NS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final String NOBODY_BEGAN =
            "no worker process was ready to serve within "
                    + TimeUnit.NANOSECONDS.toSeconds(START_NS_MAX)
                    + " s";

    private final List<Entrance> entrances = new ArrayList<>();
    private final Reactor reactor = new Reactor();
    private final Crew crew;
    private final Refusals refusals;
    private final @Nullable HeaderReads headers;
    private final LoopAcceptor acceptor;
    private int nextEntrance;
    private boolean watchWanted = true;
    private boolean watching; // from when somebody can serve
    private boolean draining;
    private boolean cutting;
    private volatile boolean cutAsked;

    /** Makes those who serve. */
    public interface Recruiter {
        /**
         * Those who serve at {@code site}.
         *
         * @param onEnd is called whenever a connection has ended
         */
        Crew crew(Site site, Reactor reactor, Runnable onEnd);
    }

    /** A listener, as the reactor watches it. */
    private record Entrance(NativeListener listener, NativeAccept accepting, int slot) {}

    /**
     * @param listeners one, or several that were given
     */
    public ProcessEngine(Site site, List<NativeListener> listeners, Recruiter recruiter)
            throws IOException {
        super(site, "fairlead processes");
        crew = recruiter.crew(site, reactor, this::connectionEnded);
        headers =
                site.terms.layer() instanceof ProxyLayer layer
                        ? new HeaderReads(site, layer, reactor, crew, this::connectionEnded)
                        : null;
        acceptor = new LoopAcceptor(site, this, crew.placesMax(), this::serve, this::refuse);
        refusals = new Refusals(reactor, site.terms, acceptor::refusalEnded);
        try {
            for (NativeListener listener : listeners) {
                NativeAccept accepting = new NativeAccept(listener, new NativeCalls(), 0);
                int slot = reactor.watch(listener.fd(), 0, _ -> acceptor.accept());
                entrances.add(new Entrance(listener, accepting, slot));
            }
        } catch (IOException e) {
            reactor.close();
            throw e;
        }
    }

    private void serve(LoopSocket accepted) {
        NativeSocket socket = (NativeSocket) accepted;
        if (headers == null) {
            crew.serve(socket, site.opened(socket.remoteAddress()));
        } else {
            headers.begin(socket);
        }
    }

    private void refuse(LoopSocket socket) {
        refusals.refuse((NativeSocket) socket);
    }

    private void connectionEnded() {
        acceptor.placeFreed();
    }

    // ---- the loop ----

    /** Waits until somebody can serve: a server that never could would look well. */
    @Override
    public void open() throws IOException {
        crew.start();
        long endNs = System.nanoTime() + START_NS_MAX;
        try {
            while (!crew.hasBegun()) {
                long leftNs = endNs - System.nanoTime();
                if (leftNs <= 0) throw new IOException(NOBODY_BEGAN);
                reactor.await(Math.min(crew.waitNs(), leftNs));
                crew.onTime();
            }
        } catch (IOException e) {
            reap();
            throw e;
        }
        updateListener();
    }

    private void reap() throws IOException {
        crew.cut();
        while (!crew.isGone()) {
            reactor.await(crew.waitNs());
            crew.onTime();
        }
    }

    @Override
    public void serve() throws IOException {
        while (!draining || !crew.isGone() || !refusals.isEmpty()) turn();
    }

    @Override
    public void end() {
        try (reactor) {
            acceptor.close();
            refusals.cut();
            if (headers != null) headers.end(CloseReason.CUT);
            crew.cut();
        } finally {
            crew.close();
            hasStopped();
        }
    }

    private void turn() throws IOException {
        reactor.await(waitNs());
        crew.onTime();
        if (headers != null) headers.goOn();
        refusals.endOverdue();
        acceptor.retryIfTime(nowNs());
        if (isStopAsked()) stopNow();
        if (isDrainAsked() && !draining) startDraining();
        if (cutAsked && !cutting) {
            cutting = true;
            refusals.cut();
            crew.cut();
        }
        updateListener();
    }

    private long waitNs() {
        long waitNs = Math.min(crew.waitNs(), refusals.waitNs());
        if (headers != null) waitNs = Math.min(waitNs, headers.waitNs());
        if (acceptor.retryNs() == Long.MAX_VALUE) return waitNs;
        return Math.min(waitNs, Math.max(0, acceptor.retryNs() - nowNs()));
    }

    private long nowNs() {
        return site.terms.clockNs().getAsLong();
    }

    private void stopNow() {
        acceptor.close();
        hasStopped();
    }

    private void startDraining() {
        draining = true;
        acceptor.close();
        if (headers != null) headers.end(CloseReason.DRAINED);
        crew.drain();
    }

    // ---- Doorway ----

    @Override
    public @Nullable LoopSocket accept() throws IOException {
        for (int i = 0; i < entrances.size() && !crew.isAway(); i++) {
            LoopSocket socket = entrances.get(nextEntrance).accepting.accept();
            nextEntrance = (nextEntrance + 1) % entrances.size();
            if (socket != null) return socket;
        }
        return null;
    }

    @Override
    public void watchListener(boolean wanted) {
        watchWanted = wanted;
        updateListener();
    }

    private void updateListener() {
        boolean wanted = watchWanted && !crew.isAway();
        if (wanted == watching || draining || isStopAsked()) return;
        watching = wanted;
        for (Entrance one : entrances) {
            reactor.change(one.slot, one.listener.fd(), wanted ? EPOLLIN : 0);
        }
    }

    @Override
    public void closeListener() {
        for (Entrance one : entrances) {
            if (one.listener.fd() >= 0) reactor.forget(one.slot, one.listener.fd());
            Channels.close(one.listener);
        }
    }

    // ---- Engine ----

    @Override
    protected void wake() {
        reactor.wake();
    }

    @Override
    public Set<Described> listed() {
        return site.elsewhere;
    }

    @Override
    public boolean isEmpty() {
        return site.stats().open() == 0;
    }

    @Override
    public int cut() {
        int count = (int) site.stats().open();
        cutAsked = true;
        reactor.wake();
        return count;
    }

    @Override
    public boolean isServing() {
        return thread.isCurrent();
    }

    @Override
    public List<Thread> busy() {
        return List.of();
    }
}
