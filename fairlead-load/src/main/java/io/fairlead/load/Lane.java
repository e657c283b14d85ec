package io.fairlead.load;

import io.fairlead.load.result.Fault;
import io.fairlead.net.NetException;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the load, or one socket over UDP: what it sends and expects. For the thread of
 * its loop.
 *
 * <pre>
 *   CLOSED ──▶ CONNECTING ──▶ OPEN ──▶ CLOSED ...     a failure closes, and it connects again
 * </pre>
 */
abstract class Lane {
    private static final long RETRY_NS = 100_000_000;

    /** Where its connection is. */
    enum State {
        CLOSED,
        CONNECTING,
        OPEN
    }

    final int number;
    final Loop loop;

    /** How many messages have become due; for an open loop. */
    long released;

    private State state = State.CLOSED;
    private @Nullable LaneSocket socket;
    private int choice;
    private long connectNs;
    private long retryNs;

    Lane(int number, Loop loop) {
        this.number = number;
        this.loop = loop;
        retryNs = System.nanoTime();
    }

    /** The connection is there. */
    abstract void onOpen(long nowNs) throws IOException;

    /** Something can be received. */
    abstract void onReadable(LaneSocket socket) throws IOException;

    /** Messages may be due, or there is room for more, or the first may go. */
    abstract void send(long nowNs) throws IOException;

    /** Gives up what has waited for too long. */
    abstract void sweep(long nowNs) throws IOException;

    /** How many messages have been sent and not been answered. */
    abstract long unanswered();

    /** How many messages have begun to be sent, since the run began. */
    abstract long begun();

    /** The connection has gone: what was not answered never will be. */
    abstract void onClosed();

    /** Whether the connection should be made again when it has gone. */
    boolean wantsConnection(long nowNs) {
        return nowNs - retryNs >= 0;
    }

    // ---- the connection ----

    final State state() {
        return state;
    }

    final LaneSocket socket() {
        return Objects.requireNonNull(socket);
    }

    final long connectNs() {
        return connectNs;
    }

    /** Begins to connect; tries again later when the server's queue is full. */
    final void connect(LaneSockets sockets, long nowNs) {
        choice = loop.control.target.choice();
        if (connectNs == 0) connectNs = nowNs;
        try {
            socket = sockets.connect(this);
            if (socket != null) {
                state = State.CONNECTING;
                return;
            }
            retryNs = nowNs + 1_000_000;
            checkPatience(nowNs);
        } catch (IOException e) {
            fail(Fault.CONNECT, e);
        }
    }

    private void checkPatience(long nowNs) {
        if (nowNs - connectNs > loop.control.connectTimeoutNs()) {
            fail(Fault.CONNECT, loop.timedOut());
        }
    }

    /** Takes in that the socket is ready. */
    final void ready(boolean readable, boolean writable) {
        try {
            if (state == State.CONNECTING) {
                finishConnect();
                return;
            }
            if (readable && state == State.OPEN) onReadable(socket());
            if (writable && state == State.OPEN) {
                socket().flush();
                send(System.nanoTime());
            }
        } catch (WrongAnswerException e) {
            loop.control.fail(e);
        } catch (IOException e) {
            fail(state == State.CONNECTING ? Fault.CONNECT : Fault.BROKEN, e);
        }
    }

    private void finishConnect() throws IOException {
        if (!socket().tryFinishConnect()) return;
        state = State.OPEN;
        long nowNs = System.nanoTime();
        loop.opened(nowNs - connectNs);
        onOpen(nowNs);
    }

    /** Looks at the clock, a few times a second. */
    final void look(long nowNs) {
        try {
            if (state == State.CONNECTING) checkPatience(nowNs);
            if (state == State.OPEN) sweep(nowNs);
        } catch (WrongAnswerException e) {
            loop.control.fail(e);
        } catch (IOException e) {
            fail(Fault.BROKEN, e);
        }
    }

    /** Counts a failure, and closes the connection, which is made again a little later. */
    final void fail(Fault fault, Exception why) {
        loop.failed(fault, Math.max(1, unanswered()), why, choice);
        boolean needed = loop.control.load.kind() == Load.Kind.FANOUT;
        if (needed && loop.control.hasBegun()) loop.control.fail(why);
        long nowNs = System.nanoTime();
        retryNs = nowNs + RETRY_NS;
        close();
    }

    /** The server has ended the stream. */
    final void ended() {
        String closed = "the server closed connection " + number;
        String open =
                unanswered() == 0
                        ? ""
                        : String.format(Locale.ROOT, " with %d messages unanswered", unanswered());
        Exception why = new IOException(closed + open);
        fail(Fault.CLOSED, why);
    }

    /** Closes the connection, if there is one. */
    final void close() {
        loop.closed(this);
        state = State.CLOSED;
        connectNs = 0;
        onClosed();
        if (socket != null) socket.close();
        socket = null;
    }

    /** An error that is told as one of the call. */
    final NetException error(String call, Exception cause) {
        return NetException.of(call, loop.control.target.endpoint(), cause);
    }
}
