package io.fairlead.client;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.ServerObserver;
import io.fairlead.server.blocking.BlockingClients;
import io.fairlead.server.blocking.ThreadModel;
import io.fairlead.server.blocking.VirtualModel;
import io.fairlead.server.datagram.LoopDatagramClient;
import io.fairlead.server.datagram.PeerThreads;
import io.fairlead.server.host.Host;
import io.fairlead.server.loop.EventLoop;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopClient;
import io.fairlead.server.loop.LoopClients;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.server.pooled.PooledClients;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Site;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.session.Layer;
import io.fairlead.session.Terms;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a {@link Client} is to be; not thread-safe. */
public final class ClientBuilder {
    private final Endpoint endpoint;
    private Codec codec = Codec.raw();
    private Model model = Model.VIRTUAL;
    private Limits limits = Limits.DEFAULT;
    private ServerObserver observer = ServerObserver.logging();
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private @Nullable Reconnect reconnect;
    private @Nullable Loops shared;
    private TlsOptions tls = TlsOptions.DEFAULT;

    ClientBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
        if (endpoint.isMulticast()) {
            throw new IllegalArgumentException(
                    endpoint
                            + " is a group, of which each member answers from an address of its"
                            + " own; use Datagrams.connect");
        }
    }

    /** How the stream is cut into frames; {@link Codec#raw} unless told. */
    public ClientBuilder codec(Codec codec) {
        this.codec = codec;
        return this;
    }

    /**
     * The concurrency model; {@link Model#VIRTUAL} unless told. A loop model has one loop of the
     * client's own, and so have datagrams under every model.
     */
    public ClientBuilder model(Model model) {
        this.model = model;
        shared = null;
        return this;
    }

    /**
     * Event loops to connect on, which others may share, in place of a model. The client does not
     * close them.
     *
     * @param loops started with {@link Model#startLoops}
     */
    public ClientBuilder on(Loops loops) {
        shared = loops;
        return this;
    }

    /**
     * The limits; {@link Limits#DEFAULT} unless told. Those for accepting do not count here, such
     * as {@link Limits#backlog}.
     */
    public ClientBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /** Who sees what happens; unless told, failures go to {@link System.Logger}. */
    public ClientBuilder observer(ServerObserver observer) {
        this.observer = observer;
        return this;
    }

    /** How to connect; {@link ConnectOptions#DEFAULT} unless told. */
    public ClientBuilder options(ConnectOptions options) {
        this.options = options;
        return this;
    }

    /**
     * How connections to a {@code tls://} endpoint are protected; unless told, the server's
     * certificate is to be one of the JDK's authorities, for the endpoint's host.
     */
    public ClientBuilder tls(TlsOptions tls) {
        this.tls = tls;
        return this;
    }

    /** Connects again after each failure and each end; not unless told. */
    public ClientBuilder reconnect(Reconnect reconnect) {
        this.reconnect = reconnect;
        return this;
    }

    /**
     * Starts the client, which does not connect yet; see {@link Client#connect}.
     *
     * @throws NetException if the system has no event loop for it
     * @throws IllegalArgumentException if the model serves no connections that are made from here
     */
    public Client start() throws NetException {
        Host host = shared == null ? Host.MACHINE : ((EventLoops) shared).host();
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        if (overUdp && options.proxyHeader() != null) {
            throw new IllegalArgumentException(
                    "a PROXY header is the first of a connection's bytes, and "
                            + endpoint
                            + " has datagrams");
        }
        if (overUdp && shared instanceof EventLoops loops && loops.areThreads()) {
            throw new IllegalArgumentException(
                    "in the simulated network, datagrams are served by event loops: start the"
                            + " client on(net.loops(host))");
        }
        Layer layer = TlsRules.layerOfClient(endpoint, tls, host::compute);
        Slab slab = overUdp ? Terms.slabOfDatagrams(limits) : Terms.slabOfStreams(limits, layer);
        host.lends(slab);
        Terms terms = new Terms(codec, (_, _) -> {}, limits, slab, host.clockNs(), layer);
        Site site = new Site(endpoint, terms, null, observer);
        Model used = model.used();
        if (shared == null && used != model) {
            observer.onFallback(model, used, String.valueOf(model.reason()));
        }
        Loops own = shared == null ? ownLoops(used, overUdp) : null;
        EventLoops loops = (EventLoops) (shared == null ? own : shared);
        try {
            DialingEngine engine = loops == null ? threads(site, used) : shared(site, loops, used);
            engine.start();
            return new Client(engine, options, reconnect, own);
        } catch (IOException e) {
            if (own != null) own.close();
            throw NetException.of("start", endpoint, e);
        }
    }

    private @Nullable Loops ownLoops(Model used, boolean overUdp) throws NetException {
        return switch (used) {
            case POLLING, SELECTOR, EPOLL, IO_URING -> used.startLoops(1);
            case THREAD, VIRTUAL, POOLED_VIRTUAL ->
                    overUdp ? Model.SELECTOR.startLoops(1) : null; // it receives for the threads
            default -> throw serverOnly();
        };
    }

    private Function<EventLoop, LoopClients.Dialer> dialer(Site site, Model used) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return loop -> new LoopClient(site, loop);
        return loop -> new LoopDatagramClient(site, loop, peerThreads(site, used));
    }

    /** What serves datagrams beside the loop; null if that does. */
    private @Nullable ExecutorService peerThreads(Site site, Model used) {
        if (shared != null) return null;
        return switch (used) {
            case THREAD -> PeerThreads.platform(site);
            case VIRTUAL, POOLED_VIRTUAL -> PeerThreads.virtual(site);
            default -> null;
        };
    }

    private DialingEngine shared(Site site, EventLoops loops, Model used) {
        boolean threads = loops.areThreads();
        return threads && loops.host() instanceof LoopHost host
                ? host.threads(site)
                : new LoopClients(site, loops, dialer(site, used));
    }

    private DialingEngine threads(Site site, Model used) throws IOException {
        return switch (used) {
            case THREAD -> new BlockingClients(site, new ThreadModel(site));
            case VIRTUAL -> new BlockingClients(site, new VirtualModel(site));
            case POOLED_VIRTUAL -> new PooledClients(site);
            default -> throw serverOnly();
        };
    }

    private IllegalArgumentException serverOnly() {
        return new IllegalArgumentException(
                "the model "
                        + model.word()
                        + " serves connections that it accepts, and makes none; use virtual,"
                        + " thread, selector, epoll, io_uring, polling or pooled-virtual");
    }
}
