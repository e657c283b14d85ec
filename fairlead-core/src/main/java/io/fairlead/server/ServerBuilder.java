package io.fairlead.server;

import io.fairlead.access.AccessRules;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Slab;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.program.Program;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.proxy.layer.ProxyLayer;
import io.fairlead.server.access.AccessList;
import io.fairlead.server.access.Entrance;
import io.fairlead.server.host.Host;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.site.Engine;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.session.Layer;
import io.fairlead.session.Terms;
import io.fairlead.tls.TlsOptions;
import io.fairlead.tls.layer.TlsRules;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a server is to be; not thread-safe. */
public final class ServerBuilder {
    private final Endpoint endpoint;
    private Codec codec = Codec.raw();
    private Model model = Model.VIRTUAL;
    private Limits limits = Limits.DEFAULT;
    private AccessRules access = AccessRules.EVERYBODY;
    private @Nullable ProxyRules proxies;
    private int loops = 1;
    private int workers;
    private DatagramOptions datagrams = DatagramOptions.DEFAULT;
    private @Nullable TlsOptions tls;
    private @Nullable EventLoops shared;
    private ServerObserver observer = ServerObserver.logging();

    ServerBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** How streams are cut into frames; {@link Codec#raw} unless told. Over UDP, not used. */
    public ServerBuilder codec(Codec codec) {
        this.codec = codec;
        return this;
    }

    /** The concurrency model; {@link Model#VIRTUAL} unless told. */
    public ServerBuilder model(Model model) {
        this.model = model;
        return this;
    }

    /**
     * Event loops that share a TCP or UDP port by SO_REUSEPORT, each with a thread of its own; 1
     * unless told. Each has its share of the limit of connections, or of sources of datagrams; a
     * source stays with its loop.
     *
     * @throws IllegalArgumentException if below 1
     */
    public ServerBuilder loops(int loops) {
        if (loops < 1) throw new IllegalArgumentException("loops must be above 0: " + loops);
        this.loops = loops;
        return this;
    }

    /**
     * Event loops to serve on, which others may share; they decide the model and the number of
     * loops. The server does not close them.
     *
     * @param loops started with {@link Model#startLoops}
     */
    public ServerBuilder on(Loops loops) {
        shared = (EventLoops) loops;
        model = LoopKind.modelOf(shared);
        return this;
    }

    /**
     * Worker processes that are kept warm: under {@link Model#PREFORK} those that serve, as many as
     * there are processors unless told; under {@link Model#PROCESS} those that wait for the next
     * connections, 1 unless told. Other models have none.
     *
     * @throws IllegalArgumentException if below 1
     */
    public ServerBuilder workers(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be above 0: " + workers);
        }
        this.workers = workers;
        return this;
    }

    /** The limits; {@link Limits#DEFAULT} unless told. */
    public ServerBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /**
     * UDP: groups to join, broadcast, the size of the receive buffer; {@link
     * DatagramOptions#DEFAULT} unless told.
     */
    public ServerBuilder datagrams(DatagramOptions datagrams) {
        this.datagrams = datagrams;
        return this;
    }

    /**
     * How connections to a {@code tls://} endpoint are protected: with which certificate. A TCP
     * socket that is given, {@code fd://}, speaks TLS then, too.
     */
    public ServerBuilder tls(TlsOptions tls) {
        this.tls = tls;
        return this;
    }

    /** Who may connect; {@link AccessRules#EVERYBODY} unless told. */
    public ServerBuilder access(AccessRules access) {
        this.access = access;
        return this;
    }

    /**
     * Has each connection begin with a header of the PROXY protocol, version 1 or 2, in which a
     * proxy such as HAProxy or nginx says for whom it connects; over TLS, too, it comes first. Then
     * {@link Peer#remoteAddress} is the client's, and {@link #access} and the limits of one source
     * go by it. Nobody else can connect.
     *
     * <p>Who is refused after the header is reset. What a proxy does for itself, such as a look
     * whether the server is well, is let in by the proxy's own address.
     *
     * @throws IllegalArgumentException from {@link #check} and {@link #serve}, if the endpoint has
     *     datagrams
     */
    public ServerBuilder proxyProtocol(ProxyRules from) {
        proxies = from;
        return this;
    }

    /** Who sees what happens; {@link ServerObserver#logging} unless told. */
    public ServerBuilder observer(ServerObserver observer) {
        this.observer = observer;
        return this;
    }

    /**
     * Says now what {@link #serve} would refuse, without opening anything.
     *
     * @throws IllegalArgumentException if the loops asked for cannot share the endpoint, the model
     *     has none, or options of datagrams are for another endpoint than a UDP one. Of a socket
     *     that is given, {@code serve} says more
     */
    public void check() {
        try {
            check(Given.of(endpoint, tls));
        } catch (NetException e) {
            return; // there is no such socket, as serve will say
        }
    }

    private void check(Given given) {
        Endpoint bound = given.endpoint();
        int used = EndpointFit.loops(bound, datagrams, shared, loops);
        EndpointFit.checkLoops(bound, model, used);
        EndpointFit.checkDatagrams(bound, datagrams, given.loops(used));
        if (proxies != null) EndpointFit.checkProxied(bound);
        EndpointFit.checkHost(bound, datagrams, shared);
        given.check(used);
    }

    /**
     * Starts a server of {@code service}; where processes serve, returns when one is ready.
     *
     * @throws NetException if the endpoint cannot be had; names who holds it. Also if no worker
     *     process can begin, three in a row or within 60 s: says why
     * @throws IllegalArgumentException if the model has processes, and the service cannot be copied
     *     into them
     */
    public Server serve(Service service) throws NetException {
        return start(service, null);
    }

    /**
     * Starts a server of {@code handler}; as {@link #serve}.
     *
     * @throws IllegalArgumentException if the model is an event loop, or the endpoint UDP
     */
    public Server converse(Handler handler) throws NetException {
        EndpointFit.checkHandler(Given.of(endpoint, tls).endpoint(), model);
        return start((peer, frame) -> {}, handler);
    }

    /**
     * Starts a server whose connections are served by a process of {@code program} each, which has
     * the socket as its standard input and output, and learns of the connection from the variables
     * of tcpserver. The limit of connections and their lifetime hold; codec and model are not used,
     * and bytes are not counted. A drain sends SIGTERM, a cut SIGKILL.
     *
     * @throws NetException if the endpoint cannot be had; names who holds it
     * @throws IllegalArgumentException if the endpoint is UDP
     */
    public Server execute(Program program) throws NetException {
        Given given = Given.of(endpoint, tls);
        EndpointFit.checkPlain(given.endpoint(), "a program");
        EndpointFit.checkStream(given.endpoint(), "a program");
        Plan plan = plan(given, (peer, frame) -> {}, null);
        return started(given, Processes.engine(program, plan), Host.MACHINE);
    }

    private Server start(Service service, @Nullable Handler handler) throws NetException {
        Given given = Given.of(endpoint, tls);
        check(given);
        if (model.hasProcesses()) {
            EndpointFit.checkStream(given.endpoint(), "the model " + model.word());
        }
        Plan plan = plan(given, service, handler);
        return started(given, plan.engine(model), host());
    }

    private Server started(Given given, Engine engine, Host host) {
        given.taken();
        return new Server(engine, endpoint, host);
    }

    private Host host() {
        return shared == null ? Host.MACHINE : shared.host();
    }

    private Layer layer(Endpoint bound) throws NetException {
        Layer layer = Layer.NONE;
        if (bound.scheme() == Endpoint.Scheme.TLS) {
            TlsOptions options = EndpointFit.requireTls(bound, tls);
            layer = TlsRules.ofServer(bound, options, host()::compute);
        }
        return proxies == null ? layer : ProxyLayer.reading(proxies.timeout(), layer);
    }

    private Plan plan(Given given, Service service, @Nullable Handler handler) throws NetException {
        Endpoint bound = given.endpoint();
        boolean overUdp = bound.scheme() == Endpoint.Scheme.UDP;
        Layer layer = layer(bound);
        Slab slab = overUdp ? Terms.slabOfDatagrams(limits) : Terms.slabOfStreams(limits, layer);
        return new Plan(
                bound,
                new Terms(codec, service, limits, slab, host().clockNs(), layer),
                handler,
                observer,
                datagrams,
                given.loops(EndpointFit.loops(bound, datagrams, shared, loops)),
                workers,
                shared,
                entrance(),
                given.sockets());
    }

    private Entrance entrance() throws NetException {
        try {
            return new Entrance(
                    new AccessList(access), proxies == null ? null : AccessList.of(proxies));
        } catch (IOException e) {
            throw NetException.of(Plan.START, endpoint, e);
        }
    }
}
