package io.fairlead.server.blocking;

import io.fairlead.server.report.OpenConnection;
import io.fairlead.server.site.Deadlines;
import io.fairlead.server.site.Refusal;
import io.fairlead.server.site.Site;
import io.fairlead.server.site.SiteVisit;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.session.Carrier;
import io.fairlead.session.Next;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Moves one session's bytes over a blocking socket, on the thread that calls {@link #run}.
 *
 * <p>That thread reads, serves and sends the replies. When another thread queues something while it
 * is blocked in a read, a virtual thread sends that and ends; a socket whose wait for input can be
 * ended needs none. At no time do two threads send: the session lends its bytes to one at a time,
 * and whoever has them goes on until none are left.
 */
public final class BlockingStream extends VisitedStream implements Carrier, Runnable {
    private final BlockingSocket socket;
    private final Session session;
    private final SocketSide side;
    private final Site site;
    private final Deadlines deadlines;
    private final ReentrantLock serving = new ReentrantLock(); // one call of the service at a time
    private final boolean announced;
    final Owner owner;

    /** Nobody is told of a connection that is refused. */
    public BlockingStream(Site site, Terms terms, Deadlines deadlines, BlockingSocket socket) {
        this.site = site;
        this.deadlines = deadlines;
        this.socket = socket;
        owner = new Owner(socket.threadHost());
        announced = !(terms.service() instanceof Refusal.Text);
        session = new Session(terms, this);
        side = terms.layer().over(session, terms, this);
    }

    public Peer peer() {
        return session.peer();
    }

    /** Opens it, in the thread that will serve it; otherwise the first turn does. */
    public void begin() {
        owner.isCurrent();
        open();
    }

    @Override
    public BlockingSocket socket() {
        return socket;
    }

    /** Serves the connection until its end. */
    @Override
    public void run() {
        while (!turn()) {
            try {
                socket.awaitInput(null);
            } catch (IOException e) {
                session.abort(CloseReason.RESET);
            }
        }
    }

    /**
     * Serves what there is.
     *
     * @return true when the connection has ended; false when the socket has no input, and {@link
     *     BlockingSocket#awaitsInput}: this is to be called again when it has some, or is woken
     */
    public boolean turn() {
        owner.isCurrent();
        boolean ended = true;
        try {
            if (watch == null) open();
            ended = transfer();
        } catch (IOException | RuntimeException | Error e) { // this connection's
            session.fail(e);
        } finally {
            if (ended) {
                end();
            } else {
                owner.isNobody();
            }
        }
        return ended;
    }

    private void open() {
        if (announced) visit = site.opened(socket::remoteAddress);
        watch = deadlines.watch(this);
        side.open();
        if (!side.isPlain()) lookAgain(); // a layer has a deadline of its own
    }

    private void end() {
        Deadlines.Watch own = watch;
        if (session.isReset()) socket.resetOnClose();
        if (own != null) own.close();
        socket.close();
        serve(side::end); // onWritable may be running in another thread
        SiteVisit known = visit;
        if (known != null) known.closed(session);
        socket.end();
    }

    private boolean transfer() throws IOException {
        while (true) {
            owner.unchanged();
            socket.sendAll(side, site); // or returns at once, if another thread is sending
            Next next = next(() -> side.next(false));
            lookAgainIfOwed();
            if (session.owesTurn() && (next == Next.RECEIVE || next == Next.WAIT)) {
                if (next == Next.RECEIVE) receive(true);
                if (!socket.awaitsInput()) continue;
                socket.wake(); // it is others' turn before
                return false;
            }
            switch (next) {
                case END -> {
                    return true;
                }
                case SEND -> {} // replies to what had waited for room
                case SHUT_DOWN -> shutDown();
                case RECEIVE_ARRIVED -> receive(true);
                case RECEIVE -> {
                    if (socket.awaitsInput() && !socket.hasInput()) return false;
                    receive(socket.awaitsInput());
                }
                case WAIT_FOR_MEMORY -> await(owner::awaitMemory);
                case WAIT -> await(owner::awaitChange);
            }
        }
    }

    boolean isAwaited() {
        return serving.hasQueuedThreads();
    }

    void lookAgainIfOwed() {
        if (session.takeOwedLook()) lookAgain();
    }

    Next next(Supplier<Next> question) {
        serving.lock();
        try {
            return question.get();
        } finally {
            serving.unlock();
            Thread.interrupted(); // left by the service: a channel would be closed by it
        }
    }

    private void receive(boolean arrived) throws IOException {
        ByteBuffer space = side.receiveSpace();
        if (space == null) {
            await(owner::awaitMemory);
        } else if (arrived) {
            receiveWithoutWaiting(space);
        } else if (owner.readsFromNow()) {
            receive(space);
        } else {
            side.receivedNothing();
        }
    }

    /** Waits until another thread has sent or queued something, or memory may be had again. */
    private void await(BooleanSupplier change) {
        if (socket.isLost()) {
            session.abort(CloseReason.RESET);
        } else if (!change.getAsBoolean()) {
            session.abort(CloseReason.CUT);
        }
    }

    private void receive(ByteBuffer space) throws IOException {
        int count;
        try {
            count = socket.read(space, null);
        } finally {
            owner.hasRead();
        }
        received(count);
    }

    private void receiveWithoutWaiting(ByteBuffer space) throws IOException {
        int count = socket.tryRead(space);
        if (count == 0) {
            side.receivedNothing();
        } else {
            received(count);
        }
    }

    private void received(int count) {
        owner.hasMemory();
        if (count > 0) site.received(count);
        serve(count < 0 ? side::receiveEnded : () -> side.received(count));
    }

    private void serve(Runnable door) {
        Next _ =
                next(() -> {
                    door.run();
                    return Next.WAIT;
                });
    }

    void shutDown() throws IOException {
        socket.shutdownOutput();
        lookAgain(); // the linger timeout has begun
    }

    @Override
    OpenConnection describe(SiteVisit known) {
        return known.describe(session);
    }

    @Override
    public int readBytesMax() {
        return 16 * 1024; // held while waiting, after bulk
    }

    // ---- other threads ----

    @Override
    public void wake() {
        // Who serves, flushes after each call of the service.
        if (owner.isCaller() || serving.isHeldByCurrentThread()) return;
        owner.changed();
        if (socket.awaitsInput()) {
            socket.wake();
        } else if (owner.isReading()) {
            SideTurn.start(this, session, side, site);
        }
    }

    @Override
    public void aborted() {
        if (!owner.isCaller()) closeIfAborted();
    }

    @Override
    public long deadlineNs() {
        return side.deadlineNs();
    }

    @Override
    public void expire() {
        side.expire();
        closeIfAborted();
    }

    @Override
    public void timersDue() {
        if (session.fireTimers()) wake();
    }

    @Override
    public void lost() {
        owner.changed();
    }

    @Override
    public void drain() {
        session.drain();
        owner.changed(); // it looks before it reads again
        socket.wake();
        if (!owner.isReading()) return;
        SideTurn.start(this, session, side, site); // which tells the service, and ends the read
    }

    @Override
    public void cut() {
        session.abort(CloseReason.CUT);
        closeIfAborted();
    }

    private void closeIfAborted() {
        if (!session.isAborted()) return;
        if (session.isReset()) socket.resetOnClose();
        socket.close(); // wakes a blocked read or write
        owner.changed();
    }
}
