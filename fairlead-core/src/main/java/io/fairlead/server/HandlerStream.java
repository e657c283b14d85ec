package io.fairlead.server;

import io.fairlead.connection.Linger;
import io.fairlead.connection.StreamConnection;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a handler's conversation over a blocking socket, on the thread that calls {@link #run}, and
 * closes it cleanly when the handler returns.
 */
final class HandlerStream implements Driver, Runnable {
    private final Site site;
    private final Timer timer;
    private final Handler handler;
    private final BlockingSocket socket;
    private final WatchedTransport transport;
    private final StreamConnection connection;
    private final AtomicReference<@Nullable CloseReason> closeReason = new AtomicReference<>();

    HandlerStream(Site site, Handler handler, Timer timer, BlockingSocket socket) {
        this.site = site;
        this.timer = timer;
        this.handler = handler;
        this.socket = socket;
        transport = new WatchedTransport(socket, site);
        connection = new StreamConnection(transport, site.slab());
        transport.watchFrames(connection::isMidFrame);
    }

    /** Serves the connection until its end. */
    @Override
    public void run() {
        Site.Visit visit = site.opened(transport.remoteAddress());
        transport.begun();
        Throwable failure = null;
        try (Timer.Watch watch = timer.watch(this)) {
            failure = converse();
            linger(watch);
        } catch (IOException e) {
            end(CloseReason.RESET);
        } finally {
            connection.release();
            visit.closed(transport.bytesReceived(), transport.bytesSent(), closeReason(), failure);
        }
    }

    /** Runs the handler to its end; returns what it threw, if that is its own fault. */
    private @Nullable Throwable converse() throws IOException {
        try {
            handler.handle(connection);
            return null;
        } catch (FrameException e) {
            end(CloseReason.BAD_FRAME);
            return e;
        } catch (DeadlineException e) {
            end(CloseReason.IDLE);
            return null;
        } catch (Throwable e) { // an Error in a handler ends this connection, and is reported
            if (transport.hasFailed()) throw new IOException(e);
            end(CloseReason.SERVICE_FAILED);
            return e;
        }
    }

    /** Lets the peer read our last bytes before its own late ones make the kernel reset it. */
    private void linger(Timer.Watch watch) throws IOException {
        connection.shutdownOutput();
        if (transport.isDraining()) end(CloseReason.DRAINED);
        if (transport.inputEnded()) return;
        end(CloseReason.SERVICE_CLOSED);
        transport.lingering();
        watch.lookAgain();
        Linger.dropInput(transport, () -> null);
    }

    private void end(CloseReason reason) {
        closeReason.compareAndSet(null, reason);
    }

    private CloseReason closeReason() {
        CloseReason reason = closeReason.get();
        return reason == null ? CloseReason.PEER_CLOSED : reason;
    }

    // ---- other threads ----

    @Override
    public long deadlineNs() {
        return transport.deadline().nextNs();
    }

    @Override
    public void expire() {
        CloseReason reason = transport.deadline().expired(site.terms.clockNs().getAsLong());
        if (reason == null) return;
        end(reason);
        socket.close(); // wakes a blocked read or write
    }

    @Override
    public void drain() {
        if (!transport.drain()) return;
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
