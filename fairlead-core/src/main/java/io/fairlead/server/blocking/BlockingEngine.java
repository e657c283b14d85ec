package io.fairlead.server.blocking;

import io.fairlead.net.socket.Listener;
import io.fairlead.server.host.Host;
import io.fairlead.server.host.LoopThread;
import io.fairlead.server.site.Channels;
import io.fairlead.server.site.Driver;
import io.fairlead.server.site.Engine;
import io.fairlead.server.site.Gate;
import io.fairlead.server.site.Site;
import io.fairlead.server.watch.FailureLog;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * The part that the models with blocking sockets share: accept, watch the deadlines, shut down.
 * What they differ in is who runs a connection.
 */
public final class BlockingEngine implements Engine {
    private final Site site;
    private final Runner runner;
    private final Timer timer;
    private final Roster roster = new Roster();
    private final Gate gate;
    private final Acceptor acceptor;
    private final LoopThread thread;

    /** Runs connections: the difference between the blocking models. */
    public interface Runner extends AutoCloseable {
        /** Runs {@code connection} to its end, here or in another thread. */
        void run(Runnable connection);

        /** Connections that can be run or can wait to be run at a time. */
        default int placesMax() {
            return Integer.MAX_VALUE;
        }

        /** Lets go of threads that are kept. Called when all connections have ended. */
        @Override
        default void close() {}
    }

    /**
     * @param listeners one, or several that were given
     */
    public BlockingEngine(Site site, List<Listener> listeners, Runner runner) {
        this.site = site;
        this.runner = runner;
        timer = new Timer(site);
        gate = new Gate(site.limits(), runner.placesMax());
        acceptor = new Acceptor(site, Accepting.from(listeners), gate, this::serve);
        thread = new LoopThread(site, "fairlead accept", acceptor);
    }

    @Override
    public Site site() {
        return site;
    }

    /** The name of the threads that send for connections here, beside those that serve them. */
    static String senderName(Site site) {
        return "fairlead sender " + site.endpoint;
    }

    @Override
    public void start() throws IOException {
        thread.start();
    }

    @Override
    public void discard() {
        acceptor.end();
        timer.close();
        runner.close();
    }

    private void serve(SocketChannel channel) {
        try {
            Handler handler = site.handler;
            BlockingSocket socket = new BlockingChannelSocket(channel);
            if (handler == null) {
                BlockingStream stream = new BlockingStream(site, site.terms, timer, socket);
                runner.run(() -> serve(socket, stream, stream));
            } else {
                HandlerStream stream = new HandlerStream(site, handler, timer, socket);
                runner.run(() -> serve(socket, stream, stream));
            }
        } catch (IOException e) { // reset while it waited in the kernel's queue
            giveUp(channel);
        } catch (OutOfMemoryError | RejectedExecutionException e) { // no thread to be had
            giveUp(channel);
            site.acceptFailed(
                    new IOException("no thread for a connection", e), Duration.ZERO, true);
        }
    }

    private void giveUp(SocketChannel channel) {
        try {
            site.sources.notServed(channel.getRemoteAddress());
        } catch (IOException left) {
            // it was not counted
        }
        Channels.close(channel);
        gate.leave();
    }

    private void serve(BlockingSocket socket, Driver driver, Runnable connection) {
        try {
            if (roster.add(driver)) connection.run();
        } catch (RuntimeException | Error e) { // no reason to end the thread, which may be shared
            FailureLog.SHARED.log("the end of a connection failed", e);
        } finally {
            socket.close();
            roster.remove(driver);
            gate.leave();
        }
    }

    @Override
    public void stopAccepting() throws InterruptedException {
        acceptor.close();
        acceptor.awaitEnd();
    }

    @Override
    public boolean isEmpty() {
        return gate.isEmpty();
    }

    @Override
    public void drain() {
        acceptor.close();
        roster.drain();
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        long endNs = System.nanoTime() + timeout.toNanos();
        if (!Host.MACHINE.await(roster.emptied(), timeout)) return false;
        timer.close();
        runner.close();
        return thread.awaitEnd(Duration.ofNanos(Math.max(0, endNs - System.nanoTime())));
    }

    @Override
    public int cut() {
        int cut = roster.cut();
        // Nobody waits for who does not come back; what is in the queue of a pool ends at once.
        timer.close();
        runner.close();
        return cut;
    }

    @Override
    public boolean isServing() {
        Thread current = Thread.currentThread();
        return thread.isCurrent()
                || current.getName().equals(senderName(site))
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
