package io.fairlead.server.loop;

import io.fairlead.server.site.LoopSocket;
import io.fairlead.server.site.Site;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What goes between one connection's session and its socket, which never waits, and how much of it
 * in a turn of the loop. Belongs to the loop's thread.
 */
final class LoopTransfers {
    static final int READ_BYTES_MAX = 64 * 1024;

    /** Reads, and sends, of one connection in a turn: then it is the others' turn. */
    static final int AT_A_TIME_MAX = 16;

    /** A read of so much makes it worth while to try a pipe. */
    private static final int BULK_BYTES = 32 * 1024;

    final LoopSocket socket;
    final Session session;
    private final SocketSide side;
    final Site site;
    private @Nullable LoopPiping arriving;
    private long arrived; // bytes
    private boolean bulk;
    private boolean sendBlocked;
    private int readsLeft;
    private int sendsLeft;

    LoopTransfers(LoopSocket socket, Session session, SocketSide side, Site site) {
        this.socket = socket;
        this.session = session;
        this.side = side;
        this.site = site;
    }

    /** Reads once, and has the session serve what came. */
    void receive(ByteBuffer space) throws IOException {
        readsLeft--;
        int count = socket.read(space);
        if (count > 0) {
            bulk = count >= BULK_BYTES;
            arrived += count;
            site.received(count);
            side.received(count);
        } else if (count == 0) {
            side.receivedNothing();
        } else {
            side.receiveEnded();
        }
    }

    /** Bytes that have come, a layer's own too. */
    long bytesArrived() {
        return arrived;
    }

    // ---- what goes by a pipe ----

    /** True if what has arrived has been passed on by a pipe: it is not to be received. */
    boolean passesOn(LoopStream stream) throws IOException {
        return bulk && side.isPlain() && LoopPiping.passesOn(stream);
    }

    /** A pipe has got {@code count} bytes of this socket's; as {@link LoopSocket#read} says it. */
    void noteArrived(int count) {
        bulk = count >= LoopPiping.BYTES_MIN;
        if (count > 0) {
            arrived += count;
            site.received(count);
        } else if (count == 0) {
            session.receivedNothing();
        } else {
            session.receiveEnded();
        }
    }

    /** True if a pipe may send now. */
    boolean takesPiped() {
        if (sendBlocked || session.isAborted()) return false;
        return side.isPlain() && session.takesPiped();
    }

    /** This pipe has bytes that the socket did not take: they are next. */
    void arriving(LoopPiping piping) {
        arriving = piping;
        sendBlocked = true;
    }

    /** True if no pipe has bytes that come before what is queued. */
    private boolean isPipeEmpty() throws IOException {
        LoopPiping piping = arriving;
        if (piping == null) return true;
        if (sendBlocked || session.isAborted()) return false;
        sendBlocked = !piping.goesOn();
        if (!sendBlocked) arriving = null;
        return !sendBlocked;
    }

    /** The connection is over. */
    void end() {
        LoopPiping piping = arriving;
        arriving = null;
        if (piping != null) piping.receiverEnded();
    }

    // ---- what is read and sent ----

    /** True if what comes is to be read. */
    boolean isWanted() {
        return side.wantsReceive() || (socket.mustRead() && !session.isAborted());
    }

    /** True if there is more to read that has left the kernel, in this turn or because it must. */
    boolean receivesMoreNow() {
        return socket.hasArrived() && (readsLeft > 0 || socket.mustRead());
    }

    void beginTurn() {
        readsLeft = AT_A_TIME_MAX;
        sendsLeft = AT_A_TIME_MAX;
    }

    /** Sends what is queued, for as long as the socket takes it and the turn lasts. */
    void send() throws IOException {
        if (!isPipeEmpty()) return;
        for (ByteBuffer bytes; (bytes = beginSend()) != null; ) {
            sendsLeft--;
            int wanted = bytes.remaining();
            int sent = 0;
            try {
                sent = socket.write(bytes);
            } finally {
                if (sent != LoopSocket.UNDER_WAY) sent(sent);
            }
            sendBlocked = sent < wanted;
        }
    }

    private @Nullable ByteBuffer beginSend() {
        return sendBlocked || sendsLeft == 0 ? null : side.beginSend();
    }

    /** The kernel has taken {@code count} bytes of a send. */
    void sent(int count) {
        side.endSend(count);
        site.sent(count);
    }

    /** True while the socket took less than there was, or has not said yet. */
    boolean isSendBlocked() {
        return sendBlocked;
    }

    /** The socket may take output again. */
    void mayGoOn() {
        sendBlocked = false;
    }

    /** False once this turn has had its share of sends: the next one goes on. */
    boolean hasSendsLeft() {
        return sendsLeft > 0;
    }
}
