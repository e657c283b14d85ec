package io.fairlead.server;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.socket.ChannelDatagrams;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeDatagrams;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.posix.Posix;
import io.fairlead.server.access.AccessList;
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
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.GuardedObserver;
import io.fairlead.server.site.KeepAliveOptions;
import io.fairlead.server.site.ShardedEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
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
 * @param access says who may connect
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
        AccessList access) {
    /** The call that a {@link NetException} names if sockets were opened, and no loop over them. */
    static final String START = "start";

    /** Makes an engine for the site of a socket that is open. */
    @FunctionalInterface
    interface Maker<S> {
        Engine engine(Site site, S socket) throws IOException;
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
                access);
    }

    /** A server on the next of the shared loops, or on one of its own. */
    Engine loopEngine(Site site, EventLoops.Maker own, Function<Readiness, LoopDoor> door)
            throws IOException {
        EventLoop loop = loop(site, own);
        return new LoopEngine(site, loop, door.apply(loop.readiness()), placesMax());
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
        return new Site(bound, terms, handler, observer, access);
    }

    /** Tells the observer that {@code wanted} cannot be had here. */
    void fallsBack(Model wanted, Model used, String reason) {
        GuardedObserver.tell(() -> observer.onFallback(wanted, used, reason));
    }

    /** A started engine on a listener of java.nio, or several that share its port. */
    Engine onListener(Maker<Listener> maker) throws NetException {
        Limits limits = terms.limits();
        return onShards(
                where ->
                        KeepAliveOptions.set(
                                Listener.open(where, limits.backlog(), loops > 1),
                                limits.keepAlive()),
                Listener::endpoint,
                maker);
    }

    /** A started engine on a listener that is a bare descriptor, or several on its port. */
    Engine onDescriptor(Maker<NativeListener> maker) throws NetException {
        Limits limits = terms.limits();
        return onShards(
                where ->
                        KeepAliveOptions.set(
                                NativeListener.open(where, limits.backlog(), loops > 1),
                                limits.keepAlive()),
                NativeListener::endpoint,
                maker);
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
                    datagramHost::bind,
                    socket -> socket.socket().endpoint(),
                    (site, socket) -> one.hostDatagrams(host, site, socket));
        }
        return one.onShards(
                where -> host.listen(where, terms.limits().backlog()),
                LoopHost.LoopListener::endpoint,
                (site, listener) -> one.hostEngine(host, site, listener));
    }

    private Engine hostDatagrams(LoopHost host, Site site, BoundSocket socket) throws IOException {
        DatagramPort port = new SocketPort(site, socket);
        EventLoop loop = loop(site, host::readiness);
        return new LoopDatagrams(site, loop, port, datagramPeersMax(), null);
    }

    private Engine hostEngine(LoopHost host, Site site, LoopHost.LoopListener listener)
            throws IOException {
        if (shared != null && shared.areThreads()) return host.threads(site, listener, placesMax());
        return loopEngine(site, host::readiness, listener::door);
    }

    @FunctionalInterface
    private interface Opener<S> {
        S open(Endpoint where) throws NetException;
    }

    private <S extends AutoCloseable> Engine onShards(
            Opener<S> opener, Function<S, Endpoint> endpointOf, Maker<S> maker)
            throws NetException {
        List<S> sockets = new ArrayList<>();
        List<Engine> engines = new ArrayList<>();
        try {
            sockets.add(opener.open(endpoint));
            Site site = site(endpointOf.apply(sockets.getFirst())); // with the real port
            while (sockets.size() < loops) sockets.add(opener.open(site.endpoint));
            for (S socket : sockets) engines.add(maker.engine(site, socket));
        } catch (IOException e) {
            discard(sockets, engines);
            throw NetException.of("listen", endpoint, e);
        } catch (RuntimeException | Error e) {
            discard(sockets, engines);
            throw e;
        }
        return started(engines);
    }

    /** What was opened is closed, without a thread of its own. */
    private static void discard(List<? extends AutoCloseable> sockets, List<Engine> engines) {
        sockets.subList(engines.size(), sockets.size()).forEach(Channels::closeQuietly);
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
                where -> ChannelDatagrams.open(where, datagrams, loops > 1),
                ChannelDatagrams::endpoint,
                (site, socket) -> {
                    DatagramPort port = new SocketPort(site, new BoundChannel(socket));
                    return new LoopDatagrams(
                            site, loop(site, own), port, datagramPeersMax(), threads.apply(site));
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
                where -> NativeDatagrams.open(where, datagrams, loops > 1),
                NativeDatagrams::endpoint,
                (site, socket) -> {
                    EventLoop loop = loop(site, EpollModel::new);
                    DatagramPort port = new NativePort(site, socket, loop.readiness()::wake);
                    return new LoopDatagrams(site, loop, port, datagramPeersMax(), null);
                });
    }
}
