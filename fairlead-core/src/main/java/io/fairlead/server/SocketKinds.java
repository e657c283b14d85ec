package io.fairlead.server;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.net.given.GivenSocket;
import io.fairlead.net.socket.ChannelDatagrams;
import io.fairlead.net.socket.Listener;
import io.fairlead.net.socket.NativeDatagrams;
import io.fairlead.net.socket.NativeListener;
import io.fairlead.server.site.KeepAliveOptions;
import io.fairlead.service.Limits;
import java.util.function.Function;

/** The kinds of sockets that models have. */
final class SocketKinds {
    private SocketKinds() {}

    /** Binds one, where none can be given. */
    @FunctionalInterface
    interface Opener<S> {
        S open(Endpoint where) throws NetException;
    }

    /** Sockets of a simulated host. */
    static <S> Shards.Kind<S> of(Opener<S> opener, Function<S, Endpoint> endpoint) {
        return new Shards.Kind<>() {
            @Override
            public S open(Endpoint where) throws NetException {
                return opener.open(where);
            }

            @Override
            public S adopt(GivenSocket given, Endpoint where) {
                throw new IllegalArgumentException(
                        "a simulated host has no descriptors, and " + where + " is one");
            }

            @Override
            public Endpoint endpoint(S socket) {
                return endpoint.apply(socket);
            }
        };
    }

    /**
     * Listeners of java.nio.
     *
     * @param shares true if several of them have the port
     */
    record Channels(Limits limits, boolean shares) implements Shards.Kind<Listener> {
        @Override
        public Listener open(Endpoint where) throws NetException {
            return kept(Listener.open(where, limits.backlog(), shares));
        }

        @Override
        public Listener adopt(GivenSocket given, Endpoint endpoint) throws NetException {
            return kept(Listener.adopt(given.fd(), endpoint));
        }

        private Listener kept(Listener listener) throws NetException {
            return KeepAliveOptions.set(listener, limits.keepAlive());
        }

        @Override
        public Endpoint endpoint(Listener socket) {
            return socket.endpoint();
        }
    }

    /**
     * Listeners that are bare descriptors.
     *
     * @param shares true if several of them have the port
     */
    record Descriptors(Limits limits, boolean shares) implements Shards.Kind<NativeListener> {
        @Override
        public NativeListener open(Endpoint where) throws NetException {
            return kept(NativeListener.open(where, limits.backlog(), shares));
        }

        @Override
        public NativeListener adopt(GivenSocket given, Endpoint endpoint) throws NetException {
            return kept(NativeListener.adopt(given.fd(), endpoint));
        }

        private NativeListener kept(NativeListener listener) throws NetException {
            return KeepAliveOptions.set(listener, limits.keepAlive());
        }

        @Override
        public Endpoint endpoint(NativeListener socket) {
            return socket.endpoint();
        }
    }

    /**
     * Sockets of java.nio for datagrams.
     *
     * @param shares true if several of them have the port
     */
    record ChannelSockets(DatagramOptions options, boolean shares)
            implements Shards.Kind<ChannelDatagrams> {
        @Override
        public ChannelDatagrams open(Endpoint where) throws NetException {
            return ChannelDatagrams.open(where, options, shares);
        }

        @Override
        public ChannelDatagrams adopt(GivenSocket given, Endpoint endpoint) throws NetException {
            return ChannelDatagrams.adopt(given.fd(), endpoint, options, shares);
        }

        @Override
        public Endpoint endpoint(ChannelDatagrams socket) {
            return socket.endpoint();
        }
    }

    /**
     * Sockets for datagrams that are bare descriptors.
     *
     * @param shares true if several of them have the port
     */
    record NativeSockets(DatagramOptions options, boolean shares)
            implements Shards.Kind<NativeDatagrams> {
        @Override
        public NativeDatagrams open(Endpoint where) throws NetException {
            return NativeDatagrams.open(where, options, shares);
        }

        @Override
        public NativeDatagrams adopt(GivenSocket given, Endpoint endpoint) throws NetException {
            return NativeDatagrams.adopt(given.fd(), endpoint, options, shares);
        }

        @Override
        public Endpoint endpoint(NativeDatagrams socket) {
            return socket.endpoint();
        }
    }
}
