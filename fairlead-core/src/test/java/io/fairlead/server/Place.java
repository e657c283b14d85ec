package io.fairlead.server;

import io.fairlead.net.Endpoint;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Where a contract test runs: a model and an address family. New models come in by themselves. */
public record Place(Model model, Net net) {
    private static final AtomicInteger SOCKET_FILES = new AtomicInteger();

    public enum Net {
        TCP4,
        TCP6,
        UNIX,
        TLS;

        /** Without TLS. */
        boolean isTcp() {
            return this == TCP4 || this == TCP6;
        }

        boolean isIp() {
            return this != UNIX;
        }
    }

    static Stream<Place> all() {
        return Stream.of(Model.values())
                .flatMap(model -> Stream.of(Net.values()).map(net -> new Place(model, net)))
                .filter(Place::isWorthIt);
    }

    /**
     * A worker costs a second to start, and what it does over a socket does not depend on the
     * family: each model with processes has one here, and {@link WorkersTest} has the others. TLS
     * is the same layer under every model: a loop and a thread show it; {@code -Dtest.long=true}
     * has all.
     */
    private boolean isWorthIt() {
        if (net == Net.TLS) {
            boolean all = Effort.of(0, 1) > 0 && !model.hasProcesses();
            return all || model == Model.EPOLL || model == Model.VIRTUAL;
        }
        return switch (model) {
            case PROCESS -> net == Net.TCP4;
            case PREFORK -> net == Net.UNIX;
            default -> true;
        };
    }

    /** All that serve several connections at a time. */
    static Stream<Place> concurrent() {
        return all().filter(Place::isConcurrent);
    }

    /** All that can make connections. */
    static Stream<Place> dialling() {
        Set<Model> none = Set.of(Model.ITERATIVE, Model.POOL, Model.PROCESS, Model.PREFORK);
        return all().filter(place -> !none.contains(place.model));
    }

    /** All that can run a handler. */
    static Stream<Place> conversing() {
        return all().filter(place -> place.model.runsHandlers());
    }

    /** All that cannot. */
    static Stream<Place> loops() {
        return all().filter(place -> !place.model.runsHandlers());
    }

    /** The models that move datagrams in batches, by native calls. */
    static Stream<Model> batching() {
        return Stream.of(Model.values())
                .filter(model -> Set.of("epoll", "io_uring").contains(model.word()));
    }

    /** The models of which several loops can share a port. */
    static Stream<Model> shardable() {
        return Stream.of(Model.values()).filter(Model::hasLoops);
    }

    /** The iterative model is named for what it does not do. */
    boolean isConcurrent() {
        return model != Model.ITERATIVE;
    }

    /** An endpoint nobody else has. */
    public Endpoint freeEndpoint() {
        return switch (net) {
            case TCP4 -> Endpoint.parse("tcp://127.0.0.1:0");
            case TCP6 -> Endpoint.parse("tcp://[::1]:0");
            case UNIX -> Endpoint.unix(socketFile());
            case TLS -> Endpoint.parse("tls://127.0.0.1:0");
        };
    }

    private static Path socketFile() {
        String name =
                "fairlead-%d-%d.sock"
                        .formatted(ProcessHandle.current().pid(), SOCKET_FILES.incrementAndGet());
        return Path.of(System.getProperty("java.io.tmpdir"), name);
    }

    @Override
    public String toString() {
        return model.word() + " over " + net.name().toLowerCase(Locale.ROOT);
    }
}
