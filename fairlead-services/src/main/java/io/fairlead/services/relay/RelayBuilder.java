package io.fairlead.services.relay;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Limits;
import io.fairlead.service.Loops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link Relay} is to be; not thread-safe. */
public final class RelayBuilder {
    /** More than this is not queued for an end that does not read. */
    private static final int QUEUED_BYTES_MAX = 256 * 1024;

    private final Endpoint endpoint;
    private final List<Endpoint> targets = new ArrayList<>();
    private Model model = Model.EPOLL;
    private int loops = 1;
    private @Nullable Loops shared;
    private Limits limits = Limits.DEFAULT;
    private ConnectOptions options = ConnectOptions.DEFAULT;
    private Balance balance = Balance.ROUND_ROBIN;
    private Duration retryAfter = Duration.ofSeconds(5);
    private Duration quiet = Duration.ofSeconds(1);
    private Faults faults = Faults.NONE;
    private RelayObserver observer = RelayObserver.NONE;

    RelayBuilder(Endpoint endpoint) {
        this.endpoint = endpoint;
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
     * @throws IllegalArgumentException if one of the two is a UDP endpoint, and the other is not
     */
    public RelayBuilder to(Endpoint target) {
        if (isDatagram(target) != isDatagram(endpoint)) {
            throw new IllegalArgumentException(
                    "%s has %s, and %s has %s; a relay does not turn one into the other"
                            .formatted(endpoint, nature(endpoint), target, nature(target)));
        }
        targets.add(target);
        return this;
    }

    private static boolean isDatagram(Endpoint endpoint) {
        return endpoint.scheme() == Endpoint.Scheme.UDP;
    }

    private static String nature(Endpoint endpoint) {
        return isDatagram(endpoint) ? "datagrams" : "connections";
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
     * @throws IllegalArgumentException if the model has no event loops
     * @throws IllegalStateException if there is no target
     */
    public Relay start() throws NetException {
        if (targets.isEmpty()) throw new IllegalStateException("a relay needs a target");
        Loops started = shared == null ? model.startLoops(loops) : shared;
        Runnable end = shared == null ? started::close : () -> {};
        List<RelayTarget> opened = new ArrayList<>();
        try {
            for (Endpoint target : targets) {
                opened.add(new RelayTarget(target, client(target, started)));
            }
            RelayTerms terms = terms(opened);
            if (shared == null) tellFallback(started);
            Server server =
                    Server.at(endpoint)
                            .codec(Codec.raw())
                            .on(started)
                            .limits(limits)
                            .observer(observer)
                            .serve(
                                    isDatagram(endpoint)
                                            ? new FlowEnd(terms)
                                            : new ClientEnd(terms));
            return relay(server, terms, new Relay.Carrier(started.model(), end));
        } catch (NetException | RuntimeException e) {
            opened.forEach(RelayTarget::close);
            end.run();
            throw e;
        }
    }

    private RelayTerms terms(List<RelayTarget> all) {
        RelayTargets shared = new RelayTargets(all, balance);
        int queued = Math.min(QUEUED_BYTES_MAX, limits.queuedBytesMax() / 2);
        LiveFaults live = new LiveFaults(faults);
        return new RelayTerms(shared, retryAfter, quiet, live, queued, observer);
    }

    private static Relay relay(Server server, RelayTerms terms, Relay.Carrier carrier) {
        return new Relay(server, terms.targets(), terms.faults(), carrier);
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
                .start();
    }
}
