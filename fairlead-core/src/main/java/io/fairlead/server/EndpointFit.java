package io.fairlead.server;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.BoundDatagrams;
import io.fairlead.server.loop.EventLoops;
import io.fairlead.server.loop.LoopHost;
import io.fairlead.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/** Says what cannot be served at an endpoint, before anything is opened. */
final class EndpointFit {
    private EndpointFit() {}

    /** Refuses loops that cannot share the endpoint, or that the model does not have. */
    static void checkLoops(Endpoint endpoint, Model model, int loops) {
        if (loops == 1) return;
        if (!model.hasLoops()) {
            throw new IllegalArgumentException(
                    "the model "
                            + model.word()
                            + " has no event loops, so it cannot have "
                            + loops
                            + "; use one that has: "
                            + Model.loopWords());
        }
        if (endpoint.scheme() == Endpoint.Scheme.UNIX) {
            throw new IllegalArgumentException(
                    "several loops cannot share a Unix-domain socket, only a TCP or UDP"
                            + " port: "
                            + endpoint
                            + "; use 1 loop");
        }
    }

    /** Refuses a handler where it would hold up others, and where there is no stream. */
    static void checkHandler(Endpoint endpoint, Model model) {
        if (!model.runsHandlers()) {
            throw new IllegalArgumentException(
                    "a Handler blocks, and the model "
                            + model.word()
                            + " has one thread for all connections; use virtual, thread, pool"
                            + " or iterative, or write a Service");
        }
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return;
        throw new IllegalArgumentException(
                "a Handler serves a stream, and " + endpoint + " has datagrams; write a Service");
    }

    /** Refuses an endpoint of TLS for {@code who}, that gets sockets as they are. */
    static void checkPlain(Endpoint endpoint, String who) {
        if (endpoint.scheme() != Endpoint.Scheme.TLS) return;
        throw new IllegalArgumentException(
                who
                        + " gets sockets as they are, and "
                        + endpoint
                        + " has TLS; use tcp:// or unix: there");
    }

    /** Refuses an endpoint of datagrams for {@code who}, that gets connections. */
    static void checkStream(Endpoint endpoint, String who) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return;
        throw new IllegalArgumentException(
                who
                        + " serves connections, and "
                        + endpoint
                        + " has datagrams, which cannot be handed to a process; use"
                        + " tcp:// or unix:");
    }

    /** Refuses an endpoint of datagrams where each connection is to begin with a PROXY header. */
    static void checkProxied(Endpoint endpoint) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return;
        throw new IllegalArgumentException(
                "a PROXY header is the first of a connection's bytes, and "
                        + endpoint
                        + " has datagrams; use tcp://, tls:// or unix:, or leave it out");
    }

    /** Refuses options of datagrams where there are none, and groups that are not heard there. */
    static void checkDatagrams(Endpoint endpoint, DatagramOptions options, int loops) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) {
            if (options.equals(DatagramOptions.DEFAULT)) return;
            throw new IllegalArgumentException(
                    "options of datagrams are for udp:// endpoints, and " + endpoint + " is none");
        }
        if (joins(endpoint, options) && loops > 1) throw BoundDatagrams.notSpread(endpoint);
        options.memberships().forEach(one -> one.requireHeardAt(endpoint));
    }

    /** What a server at a {@code tls://} endpoint shows; elsewhere nothing protects anything. */
    static TlsOptions requireTls(Endpoint endpoint, @Nullable TlsOptions tls) {
        if (tls != null && tls.showsCertificate()) return tls;
        throw new IllegalArgumentException(
                endpoint
                        + " needs a certificate and its key; give them with"
                        + " tls(TlsOptions.certificate(...)), and make them with fairlead cert");
    }

    /** Refuses what the loops of a simulated host cannot do with datagrams. */
    static void checkHost(Endpoint endpoint, DatagramOptions options, @Nullable EventLoops shared) {
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        if (!overUdp || shared == null || !(shared.host() instanceof LoopHost)) return;
        checkUnthreaded(endpoint, shared);
        if (!joins(endpoint, options) && !options.broadcast()) return;
        throw new IllegalArgumentException(
                "the simulated network has no groups and no broadcast: " + endpoint);
    }

    /** Refuses datagrams where each connection has a thread. */
    private static void checkUnthreaded(Endpoint endpoint, EventLoops shared) {
        if (!shared.areThreads()) return;
        throw new IllegalArgumentException(
                "in the simulated network, datagrams are served by event loops: start "
                        + endpoint
                        + " on(net.loops(host))");
    }

    /**
     * How many loops have the endpoint: of those that it shares with others, one alone has a
     * Unix-domain socket, or hears a group.
     */
    static int loops(
            Endpoint endpoint, DatagramOptions options, @Nullable EventLoops shared, int loops) {
        if (shared == null) return loops;
        boolean one = endpoint.scheme() == Endpoint.Scheme.UNIX || joins(endpoint, options);
        return one || shared.areThreads() ? 1 : shared.count();
    }

    private static boolean joins(Endpoint endpoint, DatagramOptions options) {
        return endpoint.isMulticast() || !options.memberships().isEmpty();
    }
}
