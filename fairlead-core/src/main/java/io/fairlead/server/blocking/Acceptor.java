package io.fairlead.server.blocking;

import io.fairlead.net.socket.Sockets;
import io.fairlead.server.host.LoopRunner;
import io.fairlead.server.report.RefusalReason;
import io.fairlead.server.site.Backoff;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Gate;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections on a blocking listener, within the gate's limit, until the listener is
 * closed. Never dies of a failed accept, and never spins on one.
 */
final class Acceptor implements LoopRunner.Loop {
    private final Site site;
    private final Accepting listener;
    private final Gate gate;
    private final Refusal refusal;
    private final Consumer<SocketChannel> serve;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * @param serve takes over an accepted channel, and a place in the gate
     */
    Acceptor(Site site, Accepting listener, Gate gate, Consumer<SocketChannel> serve) {
        this.site = site;
        backoff = new Backoff(site.terms.clockNs());
        this.listener = listener;
        this.gate = gate;
        this.serve = serve;
        refusal = new Refusal(site.terms);
    }

    @Override
    public void serve() throws IOException {
        try {
            while (closed.getCount() > 0) guardedAcceptOne();
        } catch (InterruptedException e) {
            throw new IOException("the thread that accepts was interrupted", e);
        }
    }

    @Override
    public void end() {
        close();
        over.countDown();
    }

    /** Waits until the thread that accepts has passed on whom it has accepted. */
    void awaitEnd() throws InterruptedException {
        over.await();
    }

    /** Out of memory for one more, say: the others go on. */
    private void guardedAcceptOne() throws IOException, InterruptedException {
        try {
            acceptOne();
        } catch (RuntimeException | Error e) { // see above
            failed(new IOException(e));
        }
    }

    private void acceptOne() throws IOException, InterruptedException {
        boolean place = !gate.refuses();
        if (place) gate.enter();
        SocketChannel channel = accept();
        if (channel == null) {
            if (place) gate.leave();
        } else if (!place && !gate.tryEnter()) {
            refuse(channel, RefusalReason.CONNECTIONS);
        } else {
            take(channel);
        }
    }

    private void take(SocketChannel channel) {
        RefusalReason reason = reason(channel);
        if (reason == null) {
            serve.accept(channel);
        } else {
            gate.leave();
            refuse(channel, reason);
        }
    }

    private @Nullable RefusalReason reason(SocketChannel channel) {
        try {
            return site.sources.tryAccept(channel.getRemoteAddress());
        } catch (IOException e) {
            return null; // it has left, which is found out when it is served
        }
    }

    private void refuse(SocketChannel channel, RefusalReason reason) {
        try {
            site.refused(channel.getRemoteAddress(), reason);
            if (!reason.isTold()) {
                Sockets.resetOnClose(channel); // leaves nothing behind, however many they are
                Channels.close(channel);
            } else {
                refusal.refuse(channel);
            }
        } catch (IOException e) { // it has left already
            Channels.close(channel);
        }
    }

    private @Nullable SocketChannel accept() throws IOException, InterruptedException {
        try {
            SocketChannel channel = listener.accept();
            long failures = backoff.succeeded();
            if (failures > 0) site.acceptRecovered(failures);
            Sockets.acceptedOptions(channel);
            return channel;
        } catch (ClosedChannelException e) { // by close(), or by an interrupt of this thread
            if (closed.getCount() > 0) throw e;
        } catch (IOException e) {
            failed(e);
        }
        return null;
    }

    private void failed(IOException error) throws InterruptedException {
        Duration wait = backoff.failed();
        site.acceptFailed(error, wait, backoff.isNews());
        closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops accepting; connections still in the kernel's queue are reset by it. */
    void close() {
        closed.countDown();
        listener.close();
        gate.close();
    }
}
