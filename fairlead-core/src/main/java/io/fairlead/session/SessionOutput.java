package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The half of a session that does not depend on what arrives: what is sent, and the tasks of the
 * service. Threads as {@link Session} says.
 */
abstract class SessionOutput extends SessionEnd {
    final LongSupplier clockNs;
    final SessionPeer peer;
    final GuardedService service;
    final Deadline deadline;
    private final Carrier carrier;
    volatile boolean inputEnded;
    volatile boolean draining;
    private volatile boolean over;
    private volatile int unsentBytes; // when it was over
    private boolean shutdownTaken;

    SessionOutput(Terms terms, Carrier carrier) {
        super(terms, carrier);
        clockNs = terms.clockNs();
        this.carrier = carrier;
        peer = new SessionPeer(this, carrier);
        service = new GuardedService(terms.service(), peer, ending);
        deadline = new Deadline(terms.limits(), clockNs.getAsLong());
    }

    final long nowNs() {
        return clockNs.getAsLong();
    }

    // ---- the doors of a driver ----

    /** As {@link SocketSide#nextToSend}. */
    public Next nextToSend() {
        runTasks();
        tell();
        if (ending.isAborted()) return Next.WAIT; // what is queued goes nowhere: the other ends it
        if (outbox.isWaiting()) return Next.SEND;
        if (takesShutdown()) return Next.SHUT_DOWN;
        return outbox.isStarved() ? Next.WAIT_FOR_MEMORY : Next.WAIT;
    }

    /** As {@link SocketSide#beginSend}. */
    public @Nullable ByteBuffer beginSend() {
        ByteBuffer bytes = ending.isAborted() ? null : outbox.begin();
        if (bytes != null) deadline.sendBlocked(nowNs());
        return bytes;
    }

    /** As {@link SocketSide#endSend}. */
    public void endSend(int count) {
        // Noted first: from end on, another thread may be sending and make the same notes.
        if (count > 0) deadline.sent(count, nowNs());
        if (outbox.queuedBytes() > count) deadline.sendBlocked(nowNs());
        outbox.end(count);
    }

    /** The kernel takes what was made of the bytes, though they are not through yet. */
    public void sendGoesOn() {
        deadline.sent(0, nowNs());
        deadline.sendBlocked(nowNs());
    }

    // ---- the door of bytes that pass without being seen ----

    /** True if {@link #beginPiped} would put bytes next in line, before all others. */
    public boolean takesPiped() {
        return outbox.queuedBytes() == 0 && !outbox.isClosed();
    }

    /**
     * Another session's bytes are on their way to this socket; {@link #endPiped} says what became
     * of them.
     *
     * @return false if the connection ends; then they are dropped
     */
    public boolean beginPiped(int count) {
        if (!outbox.beginPiped(count)) return false;
        deadline.sendBlocked(nowNs());
        return true;
    }

    /**
     * The kernel took {@code count} of the bytes.
     *
     * @param all true if none of them is left: it is the turn of what was queued since
     */
    public void endPiped(int count, boolean all) {
        if (count > 0) deadline.sent(count, nowNs());
        if (!all) deadline.sendBlocked(nowNs());
        outbox.endPiped(count, all);
    }

    final boolean isRaw() {
        return outbox.codec.equals(Codec.raw());
    }

    final boolean takesShutdown() {
        boolean ends = ending.isBegun() ? !inputEnded : ending.isOutputShut();
        if (!ends || ending.isAborted() || !outbox.isFlushed()) return false;
        boolean lingers = ending.isBegun() && !deadline.isLingering();
        if (lingers) deadline.lingering(nowNs());
        if (shutdownTaken) {
            if (lingers) peer.lookAgain(); // it had been half-closed before
            return false;
        }
        shutdownTaken = true;
        return true;
    }

    // ---- tasks of the service, on the peer's turn ----

    /** Tells the service what it is owed. */
    final void tell() {
        if (draining && !peer.toldOfDrain) {
            peer.toldOfDrain = true;
            if (!ending.isBegun()) service.drain();
        }
        if (outbox.takeOwedWritable()) service.writable();
    }

    /** Runs what was due when this began: what a task adds has the next turn. */
    final void runTasks() {
        Agenda agenda = peer.agenda();
        if (agenda == null) return;
        agenda.fire(nowNs());
        agenda.sent(outbox);
        for (int left = agenda.dueCount(); left > 0; left--) {
            if (ending.isAborted() || ending.failure() != null) {
                agenda.cancelAll();
                return;
            }
            Runnable task = agenda.poll();
            if (task != null) service.run(task);
        }
    }

    /** True if there are tasks that have not had their turn: ask {@code next} again, soon. */
    public boolean owesTurn() {
        Agenda agenda = peer.agenda();
        return agenda != null && !over && agenda.dueCount() > 0;
    }

    /** True once after a deadline has come nearer: look when the next one is. */
    public boolean takeOwedLook() {
        Agenda agenda = peer.agenda();
        return agenda != null && agenda.takeOwedLook();
    }

    /** Makes the tasks due whose time has come; true if there are any: it is the peer's turn. */
    public boolean fireTimers() {
        Agenda agenda = peer.agenda();
        return agenda != null && agenda.fire(nowNs());
    }

    final long timerNs() {
        Agenda agenda = peer.agenda();
        return agenda == null ? Long.MAX_VALUE : agenda.nextNs();
    }

    /** On the peer's turn, as every call; what comes until then has the connection in use. */
    final void askWhetherIdle() {
        long sinceNs = deadline.activeNs();
        long askedNs = nowNs();
        deadline.active(askedNs);
        peer.execute(() -> {
            if (ending.isBegun() || deadline.activeNs() != askedNs || service.idle()) return;
            ending.close(CloseReason.IDLE);
            if (deadline.activeNs() == askedNs) deadline.active(sinceNs); // it is overdue still
        });
    }

    final void endTasks() {
        unsentBytes = outbox.free();
        over = true;
        Agenda agenda = peer.agenda();
        if (agenda != null) agenda.end().forEach(service::run);
    }

    final boolean isOver() {
        return over;
    }

    /** What the service sees of the connection. */
    public Peer peer() {
        return peer;
    }

    /** True after {@link Session#drain} as long as the service owes no answer. */
    public boolean isReleased() {
        return draining && !peer.isHeld();
    }

    /** Bytes received so far. */
    public long bytesReceived() {
        return deadline.bytesReceived();
    }

    /** Bytes the kernel has taken so far. */
    public long bytesSent() {
        return outbox.bytesSent();
    }

    // ---- what the peer has ----

    /**
     * One call deep on purpose: the compiler inlines fifteen levels of calls and no more, and below
     * this one are the codec, the frame and the memory.
     *
     * @param shared keeps the encoded frame for others; null if there are none
     */
    final SendResult send(Frame frame, @Nullable SharedFrame shared) {
        boolean reply = service.isServing();
        Offer offer;
        try {
            Codec codec = outbox.codec; // once: another thread may change it
            Frame encoded = shared == null ? null : Encoder.shared(codec, shared, outbox.slab);
            offer =
                    encoded == null
                            ? outbox.offer(codec, frame, Encoder.bytes(codec, frame), reply)
                            : outbox.offer(Codec.raw(), encoded, encoded.size(), reply);
        } catch (CodecFailure e) { // it ends this connection, and not the sender or its loop
            ending.close(CloseReason.CODEC_FAILED, e.thrown());
            return SendResult.CLOSED;
        }
        // What is sent after an answer that is missing would be taken for that answer.
        if (reply && offer == Offer.NO_MEMORY) ending.close(CloseReason.NO_MEMORY);
        if (offer.wakes()) carrier.wake();
        return offer.result();
    }

    final int queuedBytes() {
        return over ? unsentBytes : outbox.queuedBytes();
    }

    final long bytesTaken() {
        return outbox.bytesTaken();
    }

    final void closeByService(@Nullable String detail) {
        CloseReason reason = inputEnded ? CloseReason.PEER_CLOSED : CloseReason.SERVICE_CLOSED;
        ending.closeFor(draining ? CloseReason.DRAINED : reason, detail);
    }

    final void reset(String detail) {
        ending.reset(detail);
    }

    final void shutOutput() {
        ending.shutOutput();
    }

    abstract void codec(Codec codec);

    /** True once the server shuts down. */
    public boolean isDraining() {
        return draining;
    }

    final void limits(Limits limits) {
        deadline.limits(limits);
        outbox.queuedBytesMax = limits.queuedBytesMax();
    }
}
