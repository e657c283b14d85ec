package io.fairlead.server.process;

import static io.fairlead.posix.Epoll.EPOLLIN;

import io.fairlead.proxy.PeerProxy;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyHeaderException;
import io.fairlead.proxy.ProxyHeaderReader;
import io.fairlead.proxy.layer.ProxyLayer;
import io.fairlead.server.descriptor.NativeSocket;
import io.fairlead.server.descriptor.Reactor;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Described;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are to begin with a PROXY header, which is read before a child process has them:
 * the server itself then counts them by their sources. Belongs to the reactor's thread.
 */
final class HeaderReads {
    private final Site site;
    private final Reactor reactor;
    private final Crew crew;
    private final Runnable onEnd;
    private final long timeoutNs;
    private final ByteBuffer space = ByteBuffer.allocateDirect(ProxyHeader.TWO_BYTES_MAX);
    // All have the same time, so the first in is the first to be late.
    private final Queue<Arrival> arrivals = new ArrayDeque<>();
    private final Queue<Arrival> ready = new ArrayDeque<>();

    /**
     * @param onEnd is called when a connection has ended that the crew has not got
     */
    HeaderReads(Site site, ProxyLayer layer, Reactor reactor, Crew crew, Runnable onEnd) {
        this.site = site;
        this.reactor = reactor;
        this.crew = crew;
        this.onEnd = onEnd;
        timeoutNs = layer.timeout().toNanos();
    }

    private final class Arrival implements Described {
        private final NativeSocket socket;
        private final SiteVisit visit;
        private final ProxyHeaderReader reader = new ProxyHeaderReader();
        private final long endNs = System.nanoTime() + timeoutNs;
        private final int slot;

        Arrival(NativeSocket socket) throws IOException {
            this.socket = socket;
            slot = reactor.watch(socket.fd(), EPOLLIN, _ -> onReadable());
            visit = site.opened(socket.remoteAddress());
            site.elsewhere.add(this);
        }

        @Override
        public OpenConnection describe() {
            return visit.describe(0, 0, 0, ConnectionWait.INPUT);
        }

        private void onReadable() {
            try {
                read();
            } catch (ProxyHeaderException e) {
                end(CloseReason.PROXY_FAILED, e);
            } catch (IOException e) {
                end(CloseReason.RESET, null);
            }
        }

        private void read() throws IOException {
            ProxyHeader header;
            while ((header = reader.header()) == null) {
                int count = socket.read(space.clear().limit(reader.missing()));
                if (count == 0) return;
                if (count < 0) {
                    if (!reader.isEmpty()) throw ProxyLayer.cutOff();
                    end(CloseReason.PEER_CLOSED, null); // a look at the port
                    return;
                }
                reader.add(space.clear().limit(count));
            }
            arrived(header);
        }

        private void arrived(ProxyHeader header) {
            PeerProxy via = ProxyLayer.via(header, socket.remoteAddress(), socket.localAddress());
            if (!visit.admits(via)) {
                socket.resetOnClose();
                end(CloseReason.SERVICE_ABORTED, null);
                return;
            }
            leave();
            ready.add(this);
            serveReady();
        }

        private void leave() {
            arrivals.remove(this);
            reactor.forget(slot, socket.fd());
        }

        void end(CloseReason reason, @Nullable Throwable failure) {
            leave();
            close(reason, failure);
        }

        void close(CloseReason reason, @Nullable Throwable failure) {
            site.elsewhere.remove(this);
            socket.close();
            visit.closed(0, 0, reason, null, failure);
            onEnd.run();
        }

        void serve() {
            site.elsewhere.remove(this);
            crew.serve(socket, visit);
        }
    }

    /**
     * Takes over a connection.
     *
     * @throws IllegalStateException if there is no memory to watch it
     */
    void begin(NativeSocket socket) {
        try {
            arrivals.add(new Arrival(socket));
        } catch (IOException e) {
            throw new IllegalStateException(e); // the acceptor's to report
        }
    }

    /** As long as the crew takes them. */
    private void serveReady() {
        while (!ready.isEmpty() && !crew.isAway()) ready.remove().serve();
    }

    /** When {@link #goOn} should be called next; {@link Long#MAX_VALUE} is never. */
    long waitNs() {
        Arrival first = arrivals.peek();
        return first == null ? Long.MAX_VALUE : Math.max(0, first.endNs - System.nanoTime());
    }

    /** Gives those that are ready to the crew, and ends those whose header is late. */
    void goOn() {
        serveReady();
        while (waitNs() == 0) arrivals.element().end(CloseReason.PROXY_TIMEOUT, null);
    }

    /** Ends all. */
    void end(CloseReason reason) {
        while (!arrivals.isEmpty()) arrivals.element().end(reason, null);
        while (!ready.isEmpty()) ready.remove().close(reason, null);
    }
}
