package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.PeerTls;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's protocol state: the bytes waiting each way, and what turns one into the other.
 * Does no I/O; a driver moves bytes through the doors of a {@link SocketSide}, and asks {@link
 * #next} what to do then:
 *
 * <pre>
 *   socket ─▶ receiveSpace / received ─▶ codec ─▶ service
 *                                                    │ peer.send
 *   socket ◀── beginSend / endSend ◀──── codec ◀─────┘
 *
 *   OPEN ──receiveEnded──▶ INPUT ENDED ──close──┐
 *     └────────close, timeout, bad frame──────▶ FLUSHING ──▶ (LINGERING) ──▶ finished
 *   any ──abort──▶ finished
 * </pre>
 *
 * <p>The receive doors, {@link #open}, {@link #next}, {@link #expire} and {@link #end} belong to
 * one thread at a time; the send doors are safe from any thread, and so is what its peer has. In
 * {@code LINGERING} what arrives is dropped, so that the peer gets our last bytes and no reset.
 */
public final class Session extends SessionOutput implements SocketSide {
    private final Inbox inbox;
    private boolean receivedInDrain;
    private boolean receiverFull;
    private boolean recordBegun;

    /** A session that is not open yet; {@code carrier} is the socket's side. */
    public Session(Terms terms, Carrier carrier) {
        super(terms, carrier);
        inbox = new Inbox(terms, carrier.readBytesMax());
    }

    /** Tells the service that the peer is there. */
    @Override
    public void open() {
        deadline.opened(nowNs());
        service.open();
    }

    @Override
    public @Nullable ByteBuffer arrivedSpace() {
        if (ending.isBegun()) inbox.release();
        return inbox.space();
    }

    /** As {@link #arrivedSpace()}, for at least {@code bytes} in one piece. */
    public @Nullable ByteBuffer arrivedSpace(int bytes) {
        if (ending.isBegun()) inbox.release();
        return inbox.space(bytes);
    }

    @Override
    public boolean wantsReceive() {
        return !inputEnded && !ending.isAborted() && (ending.isBegun() || mayServe());
    }

    @Override
    public void receivedNothing() {
        inbox.releaseIfEmpty();
        if (draining) tell(); // first: it may send, or take a hold
        if (isDrained() && outbox.closeIfEmpty()) abort(CloseReason.DRAINED);
    }

    /** Takes in {@code count} bytes just received, and serves the frames they complete. */
    @Override
    public void received(int count) {
        deadline.received(count, nowNs());
        receivedInDrain |= draining;
        if (ending.isBegun()) {
            inbox.release();
            return;
        }
        inbox.received(count);
        serve();
    }

    // ---- bytes that pass without being seen ----

    /** Where what comes may go, unseen; null if it is to be received. */
    public @Nullable Carrier pipesTo() {
        if (draining || ending.isBegun() || !inbox.isEmpty()) return null;
        return peer.pipesTo();
    }

    /** So many bytes have come and gone to {@link #pipesTo}. */
    public void piped(int count) {
        deadline.received(count, nowNs());
        service.piped(count);
    }

    /** Says whether bytes wait for the other connection; until they are gone, no more are read. */
    public void receiverFull(boolean full) {
        receiverFull = full;
        deadline.expects(!isHeldUp(), clockNs);
    }

    /** True if it is not the peer's fault that nothing comes. */
    private boolean isHeldUp() {
        return receiverFull || peer.isPaused();
    }

    /** The peer will send no more: serves what is left; the service then says when to close. */
    @Override
    public void receiveEnded() {
        if (inputEnded) return;
        inputEnded = true;
        deadline.halfClosed(nowNs());
        serve();
    }

    /** Serves frames already received, for as long as a reply to each is sure to fit. */
    private void serve() {
        deadline.expects(false, clockNs);
        tell();
        service.beginFrames();
        try {
            serveFrames();
        } catch (FrameException e) {
            ending.failed(e);
            service.badFrame(e);
            ending.close(CloseReason.BAD_FRAME);
        } catch (Throwable e) { // the codec's: the service has a guard of its own
            ending.close(CloseReason.CODEC_FAILED, e);
        } finally {
            service.endFrames();
        }
        inbox.releaseIfEmpty();
        outbox.releaseUnused();
        noteFrame();
        if (!isDrainedSoFar()) return;
        if (inputEnded && outbox.closeIfEmpty()) abort(CloseReason.DRAINED);
        if (receivedInDrain) ending.close(CloseReason.DRAINED);
    }

    /** What waits for room, or is about to be dropped, is not late by the peer's fault. */
    private void noteFrame() {
        deadline.frame(mayServe() && (recordBegun || !inbox.isEmpty()), nowNs());
    }

    /** A layer has learnt who the peer is: null if it is who the socket says. */
    public void comesBy(@Nullable PeerProxy via) {
        peer.comesBy(via);
    }

    /** Opens it, once a layer has protected the connection. */
    public void open(PeerTls tls) {
        peer.protectedBy(tls);
        open();
    }

    /** Says whether part of a layer's record has come: the rest may take as long as a frame's. */
    public void recordBegun(boolean partial) {
        inbox.releaseIfEmpty(); // a record may have brought nothing for it
        if (recordBegun == partial) return;
        recordBegun = partial;
        noteFrame();
    }

    private void serveFrames() throws FrameException {
        while (outbox.canAnswer() && mayServe()) {
            Frame frame = inbox.next(inputEnded);
            if (frame == null) {
                if (inputEnded && !peer.isHeld()) endInput();
                return;
            }
            deadline.frame(false, 0);
            service.frame(frame);
            inbox.frameServed();
        }
    }

    private void endInput() {
        service.inputEnd();
        if (ending.isOutputShut()) ending.close(CloseReason.PEER_CLOSED); // nothing goes either way
    }

    private boolean mayServe() {
        if (ending.isBegun() || receiverFull) return false;
        return outbox.hasRoom() && (draining || !peer.isPaused());
    }

    /** Serves what waited for room, if anything did, and says what the driver does next. */
    @Override
    public Next next(boolean sendBlocked) {
        runTasks();
        if (!inbox.isEmpty() || draining || inputEnded || outbox.owesWritable()) serve();
        deadline.expects(!isHeldUp(), clockNs);
        boolean flushed = ending.isBegun() && inputEnded && outbox.isFlushed();
        if (flushed || ending.isAborted()) return Next.END;
        if (!sendBlocked && outbox.isWaiting()) return Next.SEND;
        if (takesShutdown()) return Next.SHUT_DOWN;
        if (isDrained()) return Next.RECEIVE_ARRIVED;
        if (outbox.isStarved()) return Next.WAIT_FOR_MEMORY;
        return wantsReceive() ? Next.RECEIVE : Next.WAIT;
    }

    /** The peer's end was cut off: takes no more in, and ends once what is queued has been sent. */
    public void receiveTruncated() {
        ending.close(CloseReason.TRUNCATED);
        receiveEnded();
    }

    @Override
    public void end() {
        ending.abort(CloseReason.PEER_CLOSED);
        endTasks();
        inbox.release();
        service.close(closeReason());
    }

    /**
     * The server shuts down: the session ends once it has answered all it received. What comes
     * until then is served, so that nobody is reset. Safe from any thread.
     */
    public void drain() {
        draining = true;
    }

    /** True when nothing but what the kernel may still have keeps the session from its end. */
    private boolean isDrained() {
        return isDrainedSoFar() && !receivedInDrain && !inputEnded;
    }

    private boolean isDrainedSoFar() {
        boolean idle = inbox.isEmpty() && outbox.queuedBytes() == 0 && !ending.isBegun();
        if (receiverFull) return false;
        return draining && idle && !peer.isHeld() && !owesTurn(); // what it held for may be due
    }

    /** True while part of a frame has come and the rest is waited for. Safe from any thread. */
    public boolean isMidFrame() {
        return deadline.isMidFrame();
    }

    /** What comes next here, if somebody looks from outside. Safe from any thread. */
    public ConnectionWait waitsFor() {
        if (deadline.isLingering()) return ConnectionWait.PEER_END;
        if (service.isAtWork()) return ConnectionWait.SERVICE;
        if (outbox.queuedBytes() > 0 && deadline.isSendBlocked()) return ConnectionWait.OUTPUT;
        if (outbox.isStarved()) return ConnectionWait.MEMORY;
        if (inputEnded) return peer.isHeld() ? ConnectionWait.HOLD : ConnectionWait.SERVICE;
        if (peer.isPaused()) return ConnectionWait.RESUME;
        if (receiverFull) return ConnectionWait.RECEIVER;
        return isMidFrame() ? ConnectionWait.REST_OF_FRAME : ConnectionWait.INPUT;
    }

    @Override
    public long deadlineNs() {
        return Math.min(deadline.nextNs(), timerNs());
    }

    @Override
    public boolean expire() {
        if (isHeldUp()) deadline.expects(false, clockNs); // by another thread, perhaps
        CloseReason reason = deadline.expired(nowNs());
        if (reason == null) return false;
        if (reason == CloseReason.IDLE && !ending.isBegun()) {
            askWhetherIdle();
            return true;
        }
        boolean stuck = reason == CloseReason.WRITE_TIMEOUT || ending.isBegun();
        if (stuck) abort(reason); // there is no use in sending more
        ending.close(reason);
        return true;
    }

    @Override
    void codec(Codec codec) {
        inbox.codec(codec);
        outbox.codec = codec;
    }
}
