package io.fairlead.server;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Posix;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.datagram.BoundChannel;
import io.fairlead.server.datagram.BoundSocket;
import io.fairlead.server.datagram.DatagramHost;
import io.fairlead.server.datagram.DatagramPort;
import io.fairlead.server.datagram.LoopDatagrams;
import io.fairlead.server.datagram.NativePort;
import io.fairlead.server.datagram.SocketPort;
import io.fairlead.server.loop.EpollModel;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopDoor;
import io.fairlead.server.loop.LoopEngine;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.loop.Readiness;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.GuardedObserver;
import io.fairlead.server.site.ShardedEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to be, before it has a socket: a model opens the one it needs.
 *
 * @param endpoint as it was asked for; the port may be 0
 * @param handler what is served in place of the terms' service; null if that is
 * @param datagrams how its datagram sockets are to be
 * @param loops event loops that share the port
 * @param workers processes that are kept warm; 0 is as many as suit the model
 * @param shared the loops to serve on; null if the server has its own
 * @param entrance says who may connect
 * @param given sockets at the endpoint that somebody else has bound; empty to bind
 */
record Plan(
        Endpoint endpoint,
        Terms terms,
        @Nullable Handler handler,
        ServerObserver observer,
        DatagramOptions datagrams,
        int loops,
        int workers,
        @Nullable EventLoops shared,
        Entrance entrance,
        List<GivenSocket> given) {
    /** The call that a {@link NetException} names if sockets were opened, and no loop over them. */
    static final String START = "start";

    /** Makes an engine for the site of sockets that are open: one, unless several were given. */
    @FunctionalInterface
    interface Maker<S> {
        Engine engine(Site site, List<S> sockets) throws IOException;
    }

    /** How the loops of a model watch listeners. */
    @FunctionalInterface
    interface Doors<S> {
        LoopDoor door(S listener);
    }

    /** The same for a model that has no loops. */
    Plan unshared() {
        return with(1, null);
    }

    private Plan with(int otherLoops, @Nullable EventLoops otherShared) {
        return new Plan(
                endpoint,
                terms,
                handler,
                observer,
                datagrams,
                otherLoops,
                workers,
                otherShared,
                entrance,
                given);
    }

    /** A server on the next of the shared loops, or on one of its own. */
    <S> Engine loopEngine(
            Site site, EventLoops.Maker own, List<S> listeners, Function<Readiness, Doors<S>> doors)
            throws IOException {
        EventLoop loop = loop(site, own);
        LoopDoor door = LoopDoor.of(listeners, doors.apply(loop.readiness())::door);
        return new LoopEngine(site, loop, door, placesMax());
    }

    private EventLoop loop(Site site, EventLoops.Maker own) throws IOException {
        return shared == null ? EventLoop.of(site, own.make()) : shared.next();
    }

    /** One loop's share of the connections. */
    int placesMax() {
        return Math.ceilDiv(terms.limits().connectionsMax(), loops);
    }

    /** One loop's share of the sources of datagrams. */
    int datagramPeersMax() {
        return Math.ceilDiv(terms.limits().datagramPeersMax(), loops);
    }

    private Site site(Endpoint bound) {
        return new Site(bound, terms, handler, observer, entrance);
    }

    /** Tells the observer that {@code wanted} cannot be had here. */
    void fallsBack(Model wanted, Model used, String reason) {
        GuardedObserver.tell(() -> observer.onFallback(wanted, used, reason));
    }

    /** A started engine on a listener of java.nio, or several that share its port. */
    Engine onListener(Maker<Listener> maker) throws NetException {
        return onShards(new SocketKinds.Channels(terms.limits(), loops > 1), maker);
    }

    /** A started engine on a listener that is a bare descriptor, or several on its port. */
    Engine onDescriptor(Maker<NativeListener> maker) throws NetException {
        return onShards(new SocketKinds.Descriptors(terms.limits(), loops > 1), maker);
    }

    /** The started engine, under {@code model} or where shared loops say. */
    Engine engine(Model model) throws NetException {
        if (shared != null && shared.host() instanceof LoopHost host) return onHost(host);
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        return overUdp ? model.datagrams(this) : model.streams(this);
    }

    private Engine onHost(LoopHost host) throws NetException {
        host.lends(terms.slab());
        Plan one = with(1, shared);
        if (host instanceof DatagramHost datagramHost && endpoint.scheme() == Endpoint.Scheme.UDP) {
            return one.onShards(
                    SocketKinds.of(datagramHost::bind, socket -> socket.socket().endpoint()),
                    (site, sockets) -> one.hostDatagrams(host, site, sockets.getFirst()));
        }
        return one.onShards(
                SocketKinds.of(
                        where -> host.listen(where, terms.limits().backlog()),
                        LoopHost.LoopListener::endpoint),
                (site, listeners) -> one.hostEngine(host, site, listeners.getFirst()));
    }

    private Engine hostDatagrams(LoopHost host, Site site, BoundSocket socket) throws IOException {
        DatagramPort port = new SocketPort(site, socket);
        EventLoop loop = loop(site, host::readiness);
        return new LoopDatagrams(site, loop, port, datagramPeersMax(), null);
    }

    private Engine hostEngine(LoopHost host, Site site, LoopHost.LoopListener listener)
            throws IOException {
        if (shared != null && shared.areThreads()) return host.threads(site, listener, placesMax());
        return loopEngine(site, host::readiness, List.of(listener), loop -> one -> one.door(loop));
    }

    private <S extends AutoCloseable> Engine onShards(Shards.Kind<S> kind, Maker<S> maker)
            throws NetException {
        Shards<S> shards = new Shards<>(kind, loops);
        List<Engine> engines = new ArrayList<>();
        try {
            Site site = site(shards.open(endpoint, given)); // with the real port
            for (int i = 0; i < loops; i++) engines.add(maker.engine(site, shards.of(i)));
        } catch (IOException e) {
            discard(shards, engines);
            throw NetException.of("listen", endpoint, e);
        } catch (RuntimeException | Error e) {
            discard(shards, engines);
            throw e;
        }
        return started(engines);
    }

    /** What was opened is closed, without a thread of its own. */
    private static void discard(Shards<?> shards, List<Engine> engines) {
        shards.discard(engines.size());
        engines.forEach(Engine::discard);
    }

    private Engine started(List<Engine> engines) throws NetException {
        Engine first = engines.getFirst();
        Engine all = engines.size() == 1 ? first : new ShardedEngine(first.site(), engines);
        try {
            all.start();
        } catch (IOException e) {
            throw NetException.of(START, endpoint, e);
        }
        return all;
    }

    /**
     * A started engine on a datagram socket of java.nio, or several that share its port.
     *
     * @param own what its loops wait with, if it has its own
     * @param threads run the calls of the service; null is the loop's
     */
    Engine onDatagrams(EventLoops.Maker own, Function<Site, @Nullable ExecutorService> threads)
            throws NetException {
        return onShards(
                new SocketKinds.ChannelSockets(datagrams, loops > 1),
                (site, sockets) -> {
                    BoundChannel socket = new BoundChannel(sockets.getFirst());
                    return new LoopDatagrams(
                            site,
                            loop(site, own),
                            new SocketPort(site, socket),
                            datagramPeersMax(),
                            threads.apply(site));
                });
    }

    /**
     * An engine on a datagram socket that is a bare descriptor, or several that share its port;
     * where there are no native calls, what {@link Model#SELECTOR} has.
     */
    Engine onNativeDatagrams(Model wanted) throws NetException {
        String reason = Posix.reason();
        if (reason == null) reason = NativePort.reason(terms.slab(), loops);
        if (reason != null) {
            if (shared != null) throw NetException.of(START, endpoint, new IOException(reason));
            fallsBack(wanted, Model.SELECTOR, reason);
            return Model.SELECTOR.datagrams(this);
        }
        return onShards(
                new SocketKinds.NativeSockets(datagrams, loops > 1),
                (site, sockets) -> {
                    EventLoop loop = loop(site, EpollModel::new);
                    Runnable wake = loop.readiness()::wake;
                    DatagramPort port = new NativePort(site, sockets.getFirst(), wake);
                    return new LoopDatagrams(site, loop, port, datagramPeersMax(), null);
                });
    }
}
