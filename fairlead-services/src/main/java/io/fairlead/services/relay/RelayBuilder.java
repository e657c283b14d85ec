package io.fairlead.services.relay;

import io.fairlead.access.AccessRules;
import io.fairlead.client.Client;
import io.fairlead.client.Datagrams;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyRules;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.server.ServerBuilder;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import io.fairlead.tls.TlsOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Relay} is to be; not thread-safe. */
public final class RelayBuilder {
    /** More than this is not queued for an end that does not read. */
    private static final int QUEUED_BYTES_MAX = 256 * 1024;

    private final Endpoint endpoint;
    private final TargetList targets;
    private Model model = Model.EPOLL;
    private int loops = 1;
    private @Nullable Loops shared;
    private Limits limits = Limits.DEFAULT;
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private AccessRules access = AccessRules.EVERYBODY;
    private TlsOptions tls = TlsOptions.DEFAULT;
    private TlsOptions targetTls = TlsOptions.DEFAULT;
    private @Nullable ProxyRules proxies;
    private int headerVersion;
    private Balance balance = Balance.ROUND_ROBIN;
    private Duration retryAfter = Duration.ofSeconds(5);
    private Duration quiet = Duration.ofSeconds(1);
    private Faults faults = Faults.NONE;
    private RelayObserver observer = RelayObserver.NONE;

    RelayBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
        targets = new TargetList(endpoint);
    }

    /**
     * Unix-domain endpoints are for datagrams (SOCK_DGRAM of unix(7), Linux): they are relayed to
     * each other, and from and to UDP. To be told before {@link #to(Endpoint)}.
     *
     * <p>Event loops do not serve such sockets, so each source has a thread, and there are at most
     * 1,000. A Unix-domain receiver that is slow is waited for, and so its senders wait; over UDP
     * what has no room is lost. What comes from a socket without a name cannot be answered.
     *
     * @throws IllegalArgumentException from {@link #start}, with loops that are shared, with more
     *     than one, or with faults
     */
    public RelayBuilder datagrams() {
        targets.datagrams();
        return this;
    }

    /**
     * Adds a target.
     *
     * @param target such as {@code tcp://10.0.0.7:7007} or {@code unix:///run/x.sock}
     */
    public RelayBuilder to(String target) {
        return to(Endpoint.parse(target));
    }

    /**
     * Adds a target.
     *
     * @throws IllegalArgumentException if one of the two has datagrams, and the other has not
     */
    public RelayBuilder to(Endpoint target) {
        targets.add(target);
        return this;
    }

    /**
     * Adds a target for TLS that passes through: connections whose client asks for {@code name}
     * (SNI, RFC 6066 section 3) go there. The relay has no certificate and no key, and reads
     * nothing but that name.
     *
     * <p>Who asks for another name, or for none, goes to the targets that {@link #to(Endpoint)} has
     * added; without one the client gets the alert unrecognized_name. Who does not begin with a TLS
     * handshake gets a reset, and so does who takes longer than {@link Limits#handshakeTimeout}.
     *
     * @param name such as {@code chat.example.org}; {@code *.example.org} is all names one level
     *     below. Several targets of one name share its connections
     * @throws IllegalArgumentException if it is no host name, or the relay ends TLS itself
     */
    public RelayBuilder toName(String name, Endpoint target) {
        targets.add(name, target);
        return this;
    }

    /**
     * The concurrency model, one with event loops; {@link Model#EPOLL} unless told.
     *
     * @throws IllegalArgumentException from {@link #start}, if the model has no loops
     */
    public RelayBuilder model(Model model) {
        this.model = model;
        return this;
    }

    /** Event loops; 1 unless told. A Unix-domain listener accepts on one of them only. */
    public RelayBuilder loops(int loops) {
        this.loops = loops;
        return this;
    }

    /**
     * Event loops to run on, which others may share, in place of a model and loops of its own. The
     * relay does not close them.
     */
    public RelayBuilder on(Loops loops) {
        shared = loops;
        return this;
    }

    /** The limits of each end; {@link Limits#DEFAULT} unless told. */
    public RelayBuilder limits(Limits limits) {
        this.limits = limits;
        return this;
    }

    /** How to connect to targets; {@link ConnectOptions#DEFAULT} unless told. */
    public RelayBuilder options(ConnectOptions options) {
        this.options = options;
        return this;
    }

    /** Who may connect, or send datagrams; {@link AccessRules#EVERYBODY} unless told. */
    public RelayBuilder access(AccessRules rules) {
        access = rules;
        return this;
    }

    /** Through which proxies clients come; as {@link ServerBuilder#proxyProtocol}. */
    public RelayBuilder proxyProtocol(ProxyRules from) {
        proxies = from;
        return this;
    }

    /**
     * Has each connection to a target begin with a PROXY header, which says who the client is, also
     * behind another proxy. Version 2 has the name that a client of TLS has asked for, too.
     *
     * @throws IllegalArgumentException if there is no such version; from {@link #start}, if the
     *     relay has datagrams
     */
    public RelayBuilder sendProxy(int version) {
        headerVersion = ProxyHeader.local(version).version();
        return this;
    }

    /** What clients are shown, and asked for, where the relay listens at {@code tls://}. */
    public RelayBuilder tls(TlsOptions shown) {
        tls = shown;
        return this;
    }

    /** Whom to trust at {@code tls://} targets; {@link TlsOptions#DEFAULT} unless told. */
    public RelayBuilder targetTls(TlsOptions trust) {
        targetTls = trust;
        return this;
    }

    /** Which target gets the next connection; {@link Balance#ROUND_ROBIN} unless told. */
    public RelayBuilder balance(Balance balance) {
        this.balance = balance;
        return this;
    }

    /** How long a target that could not be connected to is left alone; 5 s unless told. */
    public RelayBuilder retryAfter(Duration retryAfter) {
        if (retryAfter.isNegative()) throw new IllegalArgumentException("negative: " + retryAfter);
        this.retryAfter = retryAfter;
        return this;
    }

    /** How the relay misbehaves at first; {@link Faults#NONE} unless told. */
    public RelayBuilder faults(Faults faults) {
        this.faults = faults;
        return this;
    }

    /** After this long without a byte, a drain ends a connection; 1 s unless told. */
    RelayBuilder quiet(Duration quiet) {
        this.quiet = quiet;
        return this;
    }

    /** Who sees what happens; nobody unless told. */
    public RelayBuilder observer(RelayObserver observer) {
        this.observer = observer;
        return this;
    }

    /**
     * Starts the relay, which connects to a target when a client comes.
     *
     * @throws NetException if the endpoint cannot be had; names who holds it
     * @throws IllegalArgumentException if the model has no event loops, or a {@code tls://}
     *     endpoint nothing to show
     * @throws IllegalStateException if there is no target
     */
    public Relay start() throws NetException {
        if (targets.isEmpty()) throw new IllegalStateException("a relay needs a target");
        if (headerVersion > 0 || proxies != null) targets.requireStreams();
        if (targets.haveUnixDatagrams()) return startOnSockets();
        Loops started = shared == null ? model.startLoops(loops) : shared;
        Runnable end = shared == null ? started::close : () -> {};
        Map<Endpoint, RelayTarget> opened = new HashMap<>();
        try {
            NamedTargets named =
                    targets.open(to -> new RelayTarget(to, client(to, started)), opened, balance);
            RelayTerms terms = terms(named);
            if (shared == null) tellFallback(started);
            return relay(
                    new ServerFront(serve(started, terms)),
                    terms,
                    new Relay.Carrier(started.model(), end));
        } catch (NetException | RuntimeException e) {
            opened.values().forEach(RelayTarget::close);
            end.run();
            throw e;
        }
    }

    private Server serve(Loops started, RelayTerms terms) throws NetException {
        ServerBuilder builder =
                Server.at(endpoint)
                        .on(started)
                        .limits(limits)
                        .tls(tls)
                        .access(access)
                        .observer(observer);
        if (proxies != null) builder.proxyProtocol(proxies);
        return builder.serve(
                targets.isDatagram(endpoint) ? new FlowEnd(terms) : new ClientEnd(terms));
    }

    private Relay startOnSockets() throws NetException {
        targets.requireDatagrams();
        SocketFront.requireNoFaults(faults);
        SocketFront.require(access, shared != null || loops > 1);
        RelayTerms terms =
                terms(targets.open(to -> new RelayTarget(to, null), new HashMap<>(), balance));
        Datagrams bound = Datagrams.bind(endpoint, DatagramOptions.DEFAULT);
        SocketFront front = new SocketFront(bound, terms, options, limits);
        front.start();
        return relay(front, terms, new Relay.Carrier(Model.THREAD.word(), () -> {}));
    }

    private RelayTerms terms(NamedTargets named) {
        int queued = Math.min(QUEUED_BYTES_MAX, limits.queuedBytesMax() / 2);
        return new RelayTerms(
                named,
                options,
                headerVersion,
                limits.handshakeTimeout(),
                retryAfter,
                quiet,
                new LiveFaults(faults),
                queued,
                observer);
    }

    private static Relay relay(RelayFront front, RelayTerms terms, Relay.Carrier carrier) {
        return new Relay(front, terms.named(), terms.faults(), carrier);
    }

    private void tellFallback(Loops started) {
        if (started.model().equals(model.word())) return;
        Model used = Model.valueOf(started.model().toUpperCase(Locale.ROOT));
        observer.onFallback(model, used, String.valueOf(model.reason()));
    }

    private Client client(Endpoint target, Loops started) throws NetException {
        return Client.to(target)
                .codec(Codec.raw())
                .on(started)
                .limits(limits)
                .options(options)
                .tls(targetTls)
                .start();
    }
}
