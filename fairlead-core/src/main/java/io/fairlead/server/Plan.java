package io.fairlead.server;

import io.fairlead.net.Endpoint;
import io.fairlead.net.Listener;
import io.fairlead.net.NativeListener;
import io.fairlead.net.NetException;
import io.fairlead.net.Sockets;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to be, before it has a socket: a model opens the one it needs.
 *
 * @param endpoint as it was asked for; the port may be 0
 * @param handler what is served in place of the terms' service; null if that is
 */
record Plan(Endpoint endpoint, Terms terms, @Nullable Handler handler, ServerObserver observer) {
    /** Makes an engine for the site of a socket that is open. */
    @FunctionalInterface
    interface Maker<S> {
        Engine engine(Site site, S socket) throws IOException;
    }

    private Site site(Endpoint bound) {
        return new Site(bound, terms, handler, observer);
    }

    /** An engine on a listener of java.nio. */
    Engine onListener(Maker<Listener> maker) throws NetException {
        Listener listener = Listener.open(endpoint, terms.limits().backlog());
        try {
            return maker.engine(site(listener.endpoint()), listener);
        } catch (IOException e) {
            Channels.close(listener);
            throw NetException.of("listen", endpoint, e);
        }
    }

    /** An engine on a listener that is a bare descriptor. */
    Engine onDescriptor(Maker<NativeListener> maker) throws NetException {
        NativeListener listener = NativeListener.open(endpoint, terms.limits().backlog(), false);
        try {
            return maker.engine(site(listener.endpoint()), listener);
        } catch (IOException e) {
            Channels.close(listener);
            throw NetException.of("listen", endpoint, e);
        }
    }

    /** An engine on a datagram socket of java.nio. */
    Engine onDatagrams(Maker<DatagramChannel> maker) throws NetException {
        DatagramChannel channel = Sockets.openDatagram(endpoint);
        try {
            Endpoint bound = Endpoint.of(channel.getLocalAddress(), Endpoint.Scheme.UDP);
            return maker.engine(site(bound), channel);
        } catch (IOException e) {
            Channels.close(channel);
            throw NetException.of("bind", endpoint, e);
        }
    }
}
