package io.fairlead.server.blocking;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.LingeringClose;
import io.fairlead.connection.StreamConnection;
import io.fairlead.frame.FrameException;
import io.fairlead.proxy.ProxyHeaderException;
import io.fairlead.proxy.layer.HeaderFirst;
import io.fairlead.proxy.layer.ProxyLayer;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Handler;
import io.fairlead.service.TruncatedException;
import io.fairlead.session.Layer;
import io.fairlead.tls.layer.TlsTransport;
import java.io.EOFException;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler's conversation over a blocking socket, on the thread that calls {@link #run}, and
 * closes it cleanly when the handler returns.
 */
public final class HandlerStream extends VisitedStream implements Runnable {
    private final Site site;
    private final Deadlines deadlines;
    private final Handler handler;
    private final Layer layer;
    private final BlockingSocket socket;
    private final CountedTransport counted;
    private final BlockingTransport secured;
    private final WatchedTransport transport;
    private final StreamConnection connection;
    private volatile @Nullable CloseReason closeReason;
    private @Nullable Throwable failure;
    private boolean isIn;
    private boolean isBegun;
    private CloseReason ifLate = CloseReason.PROXY_TIMEOUT;

    /** A conversation over what the site's terms have between it and the socket. */
    public HandlerStream(Site site, Handler handler, Deadlines deadlines, BlockingSocket socket) {
        this(site, handler, site.terms.layer(), deadlines, socket);
    }

    /**
     * @param layer stands between the conversation and the socket
     */
    public HandlerStream(
            Site site, Handler handler, Layer layer, Deadlines deadlines, BlockingSocket socket) {
        this.site = site;
        this.layer = layer;
        this.deadlines = deadlines;
        this.handler = handler;
        this.socket = socket;
        counted = new CountedTransport(socket, site);
        secured = TlsTransport.over(counted, layer, site.slab());
        transport = new WatchedTransport(secured, site.limits(), deadlines.clockNs());
        connection = new StreamConnection(transport, site.slab(), site.limits().queuedBytesMax());
        transport.watchFrames(connection);
    }

    /** Serves the connection until its end. */
    @Override
    public void run() {
        SiteVisit own = site.opened(transport::remoteAddress);
        visit = own;
        transport.begun();
        try (Deadlines.Watch watch = deadlines.watch(this)) {
            try { // as few frames as can be: those of a virtual thread that waits are on the heap
                if (isAdmitted()) converse();
            } catch (Throwable e) { // an Error in a handler ends this connection, and is reported
                failure = blame(e);
            }
            Thread.interrupted(); // left by the handler; a channel would not send any more
            if (isIn) linger(watch); // else TLS has not begun, and there is nobody to take leave of
        } catch (IOException e) {
            end(brokenReason());
            if (failure == null) failure = transport.interruption();
        } catch (RuntimeException e) { // another thread of the handler's still uses the connection
            end(CloseReason.SERVICE_FAILED);
            if (failure == null) failure = e;
        } finally {
            end(own);
        }
    }

    /** Learns who the peer is, where a proxy says it; false if that one may not connect. */
    private boolean isAdmitted() throws IOException {
        if (!(layer instanceof ProxyLayer proxied)) return true;
        counted.comesBy(proxied.read(counted));
        if (!proxied.namesPeer() || admits(counted.via())) return true;
        connection.abort("the proxy's client may not connect");
        return false;
    }

    private void converse() throws Exception {
        isIn = true;
        ifLate = CloseReason.HANDSHAKE_TIMEOUT;
        HeaderFirst.write(layer, counted, site.limits().handshakeTimeout());
        TlsTransport.handshake(secured, site.limits().handshakeTimeout());
        isBegun = true;
        ifLate = CloseReason.IDLE;
        handler.handle(connection);
    }

    /** Each step is taken whatever became of the one before. */
    private void end(SiteVisit own) {
        try {
            connection.release();
        } finally {
            try {
                long received = transport.bytesReceived();
                String detail = connection.abortDetail();
                own.closed(received, transport.bytesSent(), closeReason(), detail, failure);
            } finally {
                socket.end();
            }
        }
    }

    /** Says what a handler's end by {@code thrown} means; returns it if it is its own fault. */
    private @Nullable Throwable blame(Throwable thrown) throws IOException {
        switch (thrown) {
            case SSLException _ when isTransports() -> end(CloseReason.TLS_FAILED);
            case TruncatedException _ when isTransports() -> end(CloseReason.TRUNCATED);
            case FrameException _ -> end(CloseReason.BAD_FRAME);
            case ProxyHeaderException _ when !isBegun -> end(CloseReason.PROXY_FAILED);
            case DeadlineException _ -> {
                end(ifLate);
                return null;
            }
            case EOFException _ when !isBegun -> {
                end(CloseReason.PEER_CLOSED); // a look at the port is no failure
                return null;
            }
            default -> {
                boolean closed = connection.isClosed() || !isBegun;
                if (transport.hasFailed() || (closed && thrown instanceof IOException))
                    throw new IOException(thrown);
                end(CloseReason.SERVICE_FAILED);
            }
        }
        return thrown;
    }

    /** True if what was thrown is about this connection, and no other of the handler's. */
    private boolean isTransports() {
        return !isBegun || transport.hasFailed();
    }

    /** Why a read or write failed, or nothing more can be written. */
    private CloseReason brokenReason() {
        if (transport.interruption() != null) return CloseReason.SERVICE_FAILED;
        boolean closed = connection.isClosed() && !transport.hasFailed();
        return closed ? closedReason() : CloseReason.RESET;
    }

    private CloseReason closedReason() {
        boolean aborted = connection.abortDetail() != null;
        return aborted ? CloseReason.SERVICE_ABORTED : CloseReason.SERVICE_CLOSED;
    }

    /** Lets the peer read our last bytes before its own late ones make the kernel reset it. */
    private void linger(Deadlines.Watch watch) throws IOException {
        boolean over = connection.isClosed() || connection.isInUse();
        if (transport.hasFailed() && over)
            throw new IOException("the connection broke before it was closed");
        if (!over) connection.shutdownOutput();
        if (transport.isDraining()) end(CloseReason.DRAINED);
        if (transport.inputEnded()) return;
        end(closedReason());
        if (over) return;
        transport.lingering();
        watch.lookAgain();
        LingeringClose.dropInput(transport, () -> null);
    }

    /** The first reason counts. */
    private synchronized void end(CloseReason reason) {
        if (closeReason == null) closeReason = reason;
    }

    /** What the handler gets. */
    public Connection connection() {
        return connection;
    }

    /** What the handler threw, or why there was no TLS; null if neither. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Why it ends; {@link CloseReason#PEER_CLOSED} until something else is known. */
    public CloseReason closeReason() {
        CloseReason reason = closeReason;
        return reason == null ? CloseReason.PEER_CLOSED : reason;
    }

    // ---- other threads ----

    @Override
    OpenConnection describe(SiteVisit known) {
        int queued = connection.queuedBytes();
        return known.describe(
                transport.bytesReceived(), transport.bytesSent(), queued, transport.waitsFor());
    }

    @Override
    public long deadlineNs() {
        return transport.deadline().nextNs();
    }

    @Override
    public void expire() {
        CloseReason reason = transport.deadline().expired(site.terms.clockNs().getAsLong());
        if (reason == null) return;
        end(reason);
        transport.expired(reason);
        socket.close(); // wakes a blocked read or write
        connection.wakeSleepers();
    }

    @Override
    public void drain() {
        counted.drain();
        boolean waits = transport.drain();
        connection.wakeSleepers();
        if (!waits) return;
        try {
            socket.endInput(transport::isReading); // the handler reads an end of input
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void cut() {
        end(CloseReason.CUT);
        socket.close();
    }
}
