package io.fairlead.server;

import io.fairlead.service.CloseReason;
import io.fairlead.session.Carrier;
import io.fairlead.session.Session;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moves one session's bytes over a non-blocking socket. All but {@link #wake} belongs to the loop's
 * thread.
 */
final class LoopStream extends DeadlineWheel.Entry implements Carrier {
    /** What the readiness keeps with a connection: its key in a selector, say. */
    Object handle = this;

    private final LoopEngine loop;
    private final SocketChannel channel;
    private final SocketAddress remoteAddress;
    private final SocketAddress localAddress;
    private final Session session;
    private final Site site;
    private final Site.Visit visit;
    private final AtomicBoolean queued = new AtomicBoolean();
    private boolean watchesInput = true;
    private boolean watchesOutput;
    private boolean sendBlocked;
    private boolean starved;
    private boolean busy;
    private boolean ended;

    LoopStream(LoopEngine loop, Site site, SocketChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        remoteAddress = channel.getRemoteAddress();
        localAddress = channel.getLocalAddress();
        session = new Session(site.terms, this);
        this.site = site;
        visit = site.opened(remoteAddress);
    }

    SocketChannel channel() {
        return channel;
    }

    void open() {
        busy = true;
        session.open();
        update();
    }

    // ---- events ----

    /** The socket has input, or its end, or an error. */
    void onReadable() {
        if (ended) return;
        busy = true;
        try {
            receive();
        } catch (IOException e) {
            session.abort(CloseReason.RESET);
        }
        update();
    }

    private void receive() throws IOException {
        if (!session.wantsReceive()) return;
        ByteBuffer space = session.receiveSpace();
        if (space == null) {
            starved = true;
            loop.starved(this);
            return;
        }
        int count = channel.read(space);
        if (count > 0) {
            site.received(count);
            session.received(count);
        } else if (count == 0) {
            session.receivedNothing();
        } else {
            session.receiveEnded();
        }
    }

    /** The socket takes output again. */
    void onWritable() {
        sendBlocked = false;
        update();
    }

    /** Nobody knows whether the socket has or takes something: tries both. */
    void onPoll() {
        sendBlocked = false;
        onReadable();
    }

    /** Memory may be had again. */
    void unstarved() {
        starved = false;
        update();
    }

    /** Sends what is queued, serves what waited for room, and watches for what comes next. */
    void update() {
        if (ended) return;
        busy = true;
        try {
            do {
                send();
                session.resume();
                if (session.isDrained()) receive();
            } while (session.wantsSend() && !sendBlocked && !session.isAborted());
            shutdownIfTime();
        } catch (IOException e) {
            session.abort(CloseReason.RESET);
        }
        busy = false;
        if (session.isFinished()) {
            end();
        } else {
            watch();
        }
    }

    private void shutdownIfTime() throws IOException {
        if (!session.takeShutdown()) return;
        channel.shutdownOutput();
        loop.lookAgain(this); // the linger timeout has begun
    }

    private void send() throws IOException {
        ByteBuffer bytes;
        while (!sendBlocked && (bytes = session.beginSend()) != null) {
            int sent = 0;
            try {
                sent = channel.write(bytes);
            } finally {
                session.endSend(sent);
                site.sent(sent);
            }
            sendBlocked = bytes.hasRemaining();
        }
    }

    private void watch() {
        boolean input = session.wantsReceive() && !starved;
        boolean output = sendBlocked;
        if (input == watchesInput && output == watchesOutput) return;
        watchesInput = input;
        watchesOutput = output;
        loop.readiness().watch(this, input, output);
    }

    private void end() {
        ended = true;
        loop.ended(this);
        Channels.close(channel);
        session.end();
        visit.closed(
                session.bytesReceived(),
                session.bytesSent(),
                session.closeReason(),
                session.failure());
    }

    boolean isEnded() {
        return ended;
    }

    // ---- deadlines and shutdown ----

    @Override
    long look(long nowNs) {
        if (deadlineNs() <= nowNs && session.expire()) update();
        return ended ? Long.MAX_VALUE : loop.lookNs(this, nowNs);
    }

    long deadlineNs() {
        return session.deadlineNs();
    }

    void drain() {
        session.drain();
        onReadable(); // what the kernel has is served, too
    }

    void cut() {
        session.abort(CloseReason.CUT);
        update();
    }

    // ---- Carrier ----

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void wake() {
        // While this connection has the loop's thread, what it queues is sent at the end of its
        // turn.
        if (loop.isLoopThread() && busy) return;
        if (queued.compareAndSet(false, true)) loop.changed(this);
    }

    /** The loop has taken this connection out of its queue. */
    void unqueued() {
        queued.set(false);
    }
}
