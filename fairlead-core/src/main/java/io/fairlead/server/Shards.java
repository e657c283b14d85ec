package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.server.site.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sockets of a server, and which of its loops has which: loop i has those with the numbers i, i
 * + loops, and so on. Belongs to one thread.
 *
 * @param <S> how the model has sockets
 */
final class Shards<S extends AutoCloseable> {
    private final List<S> sockets = new ArrayList<>();
    private final Kind<S> kind;
    private final int loops;

    /** How sockets of one kind come to be. */
    interface Kind<S> {
        /** Binds one. */
        S open(Endpoint where) throws NetException;

        /** Has a descriptor of its own for one that is bound. */
        S adopt(GivenSocket given, Endpoint endpoint) throws NetException;

        /** Where it is, with the real port. */
        Endpoint endpoint(S socket);
    }

    Shards(Kind<S> kind, int loops) {
        this.kind = kind;
        this.loops = loops;
    }

    /** Opens all; returns where they are. */
    Endpoint open(Endpoint where, List<GivenSocket> given) throws NetException {
        for (GivenSocket one : given) sockets.add(kind.adopt(one, where));
        if (sockets.isEmpty()) sockets.add(kind.open(where));
        Endpoint bound = kind.endpoint(sockets.getFirst());
        for (int i = sockets.size(); i < loops; i++) sockets.add(another(bound, given, i));
        return bound;
    }

    /** Several loops can accept from one queue; of datagrams, each has one of its own. */
    private S another(Endpoint bound, List<GivenSocket> given, int number) throws NetException {
        if (given.isEmpty() || bound.scheme() == Endpoint.Scheme.UDP) return kind.open(bound);
        return kind.adopt(given.get(number % given.size()), bound);
    }

    /** Those of one loop, which has to close them once it is made. */
    List<S> of(int loop) {
        return IntStream.iterate(loop, i -> i < sockets.size(), i -> i + loops)
                .mapToObj(sockets::get)
                .toList();
    }

    /** Closes those that no loop has, or whose loop could not be made. */
    void discard(int made) {
        for (int i = made; i < loops; i++) of(i).forEach(Channels::closeQuietly);
    }
}
