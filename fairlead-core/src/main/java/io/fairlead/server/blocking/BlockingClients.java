package io.fairlead.server.blocking;

import io.fairlead.net.socket.Sockets;
import io.fairlead.server.host.Host;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Dial;
import io.fairlead.server.site.DialHandler;
import io.fairlead.server.site.DialingEngine;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.KeepAliveOptions;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.FailureLog;
import io.fairlead.service.Handler;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A client whose connections have a thread each, which connects and then serves. */
public final class BlockingClients implements DialingEngine {
    private final Site site;
    private final BlockingEngine.Runner runner;
    private final Host host;
    private final Connector connector;
    private final Timer timer;
    private final Roster roster = new Roster();

    /** How a connection is made. */
    @FunctionalInterface
    public interface Connector {
        /** Connects, in the thread that calls, and ends when it is interrupted. */
        BlockingSocket connect(Dial dial) throws IOException;
    }

    /**
     * @param runner has the threads
     */
    public BlockingClients(Site site, BlockingEngine.Runner runner) {
        this(site, runner, Host.MACHINE, BlockingClients::channel, new Timer(site));
    }

    /** As {@link #BlockingClients(Site, BlockingEngine.Runner)}, on {@code host}. */
    public BlockingClients(
            Site site, BlockingEngine.Runner runner, Host host, Connector connector, Timer timer) {
        this.site = site;
        this.runner = runner;
        this.host = host;
        this.connector = connector;
        this.timer = timer;
    }

    private static BlockingSocket channel(Dial dial) throws IOException {
        SocketChannel channel = Sockets.connect(dial.remote(), dial.options());
        try {
            if (dial.remote().scheme().isTcp()) {
                KeepAliveOptions.of(dial.site().limits().keepAlive()).set(channel);
            }
            return new BlockingChannelSocket(channel);
        } catch (IOException e) { // reset as soon as it was made
            Channels.close(channel);
            throw e;
        }
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public boolean runsHandlers() {
        return true;
    }

    @Override
    public void dial(Dial dial) {
        try {
            runner.run(() -> connect(dial));
        } catch (OutOfMemoryError | RejectedExecutionException e) { // no thread to be had
            dial.failed(new IOException("no thread for a connection", e));
        }
    }

    private void connect(Dial dial) {
        Connecting connecting = new Connecting(Thread.currentThread());
        BlockingSocket socket;
        try {
            if (!roster.add(connecting)) throw dial.closedReason();
            socket = connector.connect(dial);
            roster.remove(connecting);
        } catch (IOException | RuntimeException | Error e) { // who dialled is told
            roster.remove(connecting);
            dial.failed(e instanceof Exception known ? known : new IOException(e));
            return;
        }
        boolean _ = Thread.interrupted(); // by a drain that came too late
        serve(dial, socket);
    }

    /** Not there yet: an end of the client is an end of the attempt. */
    private record Connecting(Thread thread) implements Driver {
        @Override
        public void drain() {
            thread.interrupt();
        }

        @Override
        public void cut() {
            thread.interrupt();
        }

        @Override
        public long deadlineNs() {
            return Long.MAX_VALUE; // connect(2) has its own
        }

        @Override
        public void expire() {
            // never
        }

        @Override
        public @Nullable OpenConnection describe() {
            return null;
        }
    }

    private void serve(Dial dial, BlockingSocket socket) {
        DialHandler conversation = dial.conversation();
        if (conversation != null) {
            converse(conversation, dial, socket);
            return;
        }
        Terms terms = dial.terms(site.terms);
        BlockingStream stream = new BlockingStream(site, terms, timer, socket);
        serve(
                dial,
                socket,
                stream,
                () -> {
                    stream.begin();
                    if (!terms.layer().opensLater()) tell(dial, stream);
                    stream.run();
                });
    }

    private static void tell(Dial dial, BlockingStream stream) {
        boolean wanted = dial.peer().complete(stream.peer());
        if (!wanted) stream.cut();
    }

    private void converse(DialHandler conversation, Dial dial, BlockingSocket socket) {
        Handler handler = conversation.afterBegin();
        HandlerStream stream = new HandlerStream(site, handler, dial.layer(), timer, socket);
        if (!serve(dial, socket, stream, stream)) return;
        dial.ended(conversation, stream.closeReason(), stream.failure());
    }

    /** False if it came too late. */
    private boolean serve(Dial dial, BlockingSocket socket, Driver stream, Runnable connection) {
        boolean served = false;
        try {
            served = roster.add(stream);
            if (served) {
                connection.run();
            } else {
                dial.closed();
            }
        } catch (RuntimeException | Error e) { // no reason to end the thread, which may be shared
            FailureLog.SHARED.log("the end of a connection failed", e);
        } finally {
            socket.close();
            roster.remove(stream);
        }
        return served;
    }

    // ---- Engine ----

    @Override
    public Site site() {
        return site;
    }

    @Override
    public void start() {
        // each connection has a thread of its own
    }

    @Override
    public void discard() {
        timer.close();
        runner.close();
    }

    @Override
    public void drain() {
        roster.drain();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        if (!host.await(roster.emptied(), timeout)) return false;
        timer.close();
        runner.close();
        return true;
    }

    @Override
    public int cut() {
        int cut = roster.cut();
        timer.close();
        runner.close();
        return cut;
    }

    @Override
    public boolean isServing() {
        Thread current = Thread.currentThread();
        return current.getName().equals(BlockingEngine.senderName(site))
                || roster.threads().contains(current);
    }

    @Override
    public List<Driver> listed() {
        return roster.open();
    }

    @Override
    public List<Thread> busy() {
        return roster.threads();
    }
}
