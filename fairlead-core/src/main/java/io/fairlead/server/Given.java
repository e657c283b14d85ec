package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.given.GivenSockets;
import io.fairlead.tls.TlsOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is to listen, and the sockets that are there already.
 *
 * @param endpoint what the sockets are bound to; if there are none, what is asked for
 * @param sockets those that somebody else has bound, all at one address; empty where the server
 *     binds
 */
record Given(Endpoint endpoint, List<GivenSocket> sockets) {
    /**
     * Finds them.
     *
     * @param tls a socket of TCP that is given speaks TLS where there is a certificate to show
     * @throws NetException if {@code asked} is an {@code fd://} endpoint, and there is no such
     *     socket
     */
    static Given of(Endpoint asked, @Nullable TlsOptions tls) throws NetException {
        List<GivenSocket> sockets = GivenSockets.here().find(asked);
        if (sockets.isEmpty()) return new Given(asked, sockets);
        boolean certificate = tls != null && tls.showsCertificate();
        return new Given(GivenSockets.bound(asked, sockets.getFirst(), certificate), sockets);
    }

    /** The loops that serve: a socket of datagrams has one for itself. */
    int loops(int asked) {
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        return overUdp ? Math.max(asked, sockets.size()) : asked;
    }

    /** Refuses to have several loops read one queue: a source would be with several of them. */
    void check(int loops) {
        boolean overUdp = endpoint.scheme() == Endpoint.Scheme.UDP;
        if (!overUdp || sockets.isEmpty() || loops <= sockets.size()) return;
        if (sockets.getFirst().sharesPort()) return;
        throw new IllegalArgumentException(
                endpoint
                        + " is given as one socket, and "
                        + loops
                        + " loops need more of them on its port; give it with SO_REUSEPORT"
                        + " (ReusePort=yes in a .socket unit), or use 1 loop");
    }

    /** The server has started. */
    void taken() {
        GivenSockets.here().taken(sockets);
    }
}
