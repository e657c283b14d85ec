package io.fairlead.server;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.socket.BoundDatagrams;

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

    /** Refuses an endpoint of datagrams for {@code who}, that serves connections. */
    static void checkStream(Endpoint endpoint, String who) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) return;
        throw new IllegalArgumentException(
                who
                        + " serves connections, and "
                        + endpoint
                        + " has datagrams, which cannot be handed to a process; use"
                        + " tcp:// or unix:");
    }

    /** Refuses options of datagrams where there are none, and groups that are not heard there. */
    static void checkDatagrams(Endpoint endpoint, DatagramOptions options, int loops) {
        if (endpoint.scheme() != Endpoint.Scheme.UDP) {
            if (options.equals(DatagramOptions.DEFAULT)) return;
            throw new IllegalArgumentException(
                    "options of datagrams are for udp:// endpoints, and " + endpoint + " is none");
        }
        boolean groups = endpoint.isMulticast() || !options.memberships().isEmpty();
        if (groups && loops > 1) throw BoundDatagrams.notSpread(endpoint);
        options.memberships().forEach(one -> one.requireHeardAt(endpoint));
    }
}
