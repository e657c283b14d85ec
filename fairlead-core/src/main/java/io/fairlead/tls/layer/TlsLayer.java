package io.fairlead.tls.layer;

import io.fairlead.frame.IoBuffer;
import io.fairlead.service.CloseReason;
import io.fairlead.session.Carrier;
import io.fairlead.session.Next;
import io.fairlead.session.OpenListener;
import io.fairlead.session.ReadSize;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS between one session and its socket.
 *
 * <pre>
 *   socket ─▶ records ─▶ unwrap ─▶ session       HANDSHAKE ──▶ OPEN ──▶ CLOSING
 *   socket ◀─ records ◀── wrap ◀── session           └──── failure ────▶ FAILED
 * </pre>
 *
 * <p>The session is opened when the handshake is done, so a service never meets a peer that did not
 * complete one. What the JDK calls delegated tasks, most of a handshake's work, other threads do:
 * meanwhile nothing is read. Threads as {@link SocketSide} says.
 */
public final class TlsLayer implements SocketSide {
    private final Session session;
    private final Carrier carrier;
    private final TlsRules rules;
    private final Terms terms;
    private final IoBuffer in;
    private final Records records;
    private final LayerOutput output;
    private final LayerEnd end;
    private final LayerTasks tasks;
    private final long handshakeEndNs;
    private final @Nullable OpenListener listener;
    private volatile boolean isOpen;
    private volatile @Nullable Exception failure; // of a thread that sent
    private boolean failed;
    private int readBytes = ReadSize.FIRST;
    private boolean starved;
    private boolean bytesCame;
    private boolean closeNotified; // by the other end

    TlsLayer(
            Session session,
            Terms terms,
            Carrier carrier,
            TlsRules rules,
            @Nullable OpenListener listener) {
        this.listener = listener;
        this.session = session;
        this.carrier = carrier;
        this.rules = rules;
        this.terms = terms;
        in = new IoBuffer(terms.slab());
        records = rules.records();
        output = new LayerOutput(session, records, terms.slab());
        end = new LayerEnd(session, output);
        tasks = new LayerTasks(records, rules, carrier);
        long nowNs = terms.clockNs().getAsLong();
        long endNs = nowNs + terms.limits().handshakeTimeout().toNanos();
        handshakeEndNs = listener == null ? endNs : listener.deadlineNs();
    }

    @Override
    public void open() {
        try {
            records.engine().beginHandshake();
        } catch (SSLException e) {
            failed(e);
        }
    }

    // ---- in ----

    @Override
    public @Nullable ByteBuffer arrivedSpace() {
        if (isDropping()) in.release();
        return in.reserveForRead(readBytes) ? in.space() : null;
    }

    @Override
    public boolean wantsReceive() {
        if (session.isAborted() || tasks.isOut()) return false;
        if (!isOpen) return true;
        return session.wantsReceive() && !isRecordThere();
    }

    private boolean isRecordThere() {
        return !failed && Records.isComplete(in);
    }

    private boolean isDropping() {
        return failed || session.isAborted();
    }

    @Override
    public void received(int count) {
        if (isDropping()) {
            in.release();
            return;
        }
        bytesCame = true;
        in.commit(count);
        readBytes = ReadSize.after(readBytes, count, in, carrier.readBytesMax());
        goOn();
    }

    @Override
    public void receivedNothing() {
        in.releaseIfEmpty();
        if (isOpen && in.size() == 0) session.receivedNothing();
    }

    @Override
    public void receiveEnded() {
        boolean allowed = isOpen && (session.isDraining() || rules.isLenient());
        if (allowed || isDropping()) {
            session.receiveEnded();
        } else if (!isOpen) {
            endedTooSoon();
        } else if (!records.engine().isInboundDone()) {
            session.receiveTruncated();
        }
    }

    /** A look at the port is no failure, and neither is a drain. */
    private void endedTooSoon() {
        if (session.isDraining()) {
            session.abort(CloseReason.DRAINED);
        } else if (bytesCame) {
            failed(new SSLException("the other end closed during the TLS handshake"));
        } else {
            session.abort(CloseReason.PEER_CLOSED);
        }
    }

    /** Unwraps what is there, for as long as the session takes it; false if that is nothing. */
    private boolean goOn() {
        starved = false;
        boolean went = false;
        try {
            while (step()) went = true;
        } catch (SSLException | RuntimeException e) { // the JDK throws both for bad records
            failed(e);
        }
        in.releaseIfEmpty();
        if (isOpen) session.recordBegun(in.size() > 0);
        return went;
    }

    private boolean step() throws SSLException {
        if (tasks.isOut() || isDropping()) return false;
        HandshakeStatus status = records.status();
        if (status == HandshakeStatus.NEED_TASK) return tasks.isNextDone();
        if (!isOpen && status == HandshakeStatus.NOT_HANDSHAKING) opened();
        if (!isOpen && status == HandshakeStatus.NEED_WRAP) return false;
        if (isOpen && !session.wantsReceive()) return false;
        return unwrap();
    }

    private boolean unwrap() throws SSLException {
        int bytes = Records.completeBytes(in);
        if (bytes == 0 || !mayUnwrap()) return false;
        int plainMax = records.plainBytesMax(bytes);
        ByteBuffer space = isOpen ? session.arrivedSpace(plainMax) : Records.NOTHING;
        if (space == null) {
            starved = true;
            return false;
        }
        boolean took = records.unwrap(in, bytes, space, session::received);
        if (records.engine().isInboundDone()) closeNotified();
        return took && !records.engine().isInboundDone();
    }

    /** TLS 1.2 alone: after the other end's close_notify it sends no more, and its begin is old. */
    private boolean mayUnwrap() throws SSLException {
        if (!isOpen || !records.isTls12()) return true;
        if (Records.isHandshake(in)) throw new SSLException("the peer asked for a renegotiation");
        return !Records.isAlert(in) || session.peer().queuedBytes() == 0;
    }

    private void closeNotified() throws SSLException {
        if (!isOpen) throw new SSLException("the other end closed during the TLS handshake");
        closeNotified = true;
        if (records.isTls12()) session.peer().shutdownOutput();
        session.receiveEnded();
    }

    private void opened() {
        isOpen = true;
        output.allowData();
        session.open(new EngineTls(records.engine()));
        if (listener != null) listener.opened(session);
    }

    private void failed(Exception error) {
        if (failed) return;
        failed = true;
        in.release();
        Throwable told = TlsFailures.explained(error);
        if (isOpen) {
            end.oweAlert();
            session.abort(CloseReason.TLS_FAILED, told);
        } else {
            session.close(CloseReason.TLS_FAILED, told); // the peer may read the alert
        }
    }

    // ---- out ----

    @Override
    public @Nullable ByteBuffer beginSend() {
        try {
            return output.begin();
        } catch (SSLException | RuntimeException e) { // see goOn
            failure = e;
            if (isOpen) {
                session.abort(CloseReason.TLS_FAILED, TlsFailures.explained(e));
                carrier.aborted();
            }
            return null;
        }
    }

    @Override
    public void endSend(int count) {
        output.end(count);
    }

    // ---- what comes next ----

    @Override
    public Next next(boolean sendBlocked) {
        Exception sending = failure;
        if (sending != null) failed(sending);
        goOn();
        if (!isOpen && !failed) return nextOfHandshake(sendBlocked);
        if (closeNotified && !records.isTls12() && output.isCutShort()) {
            session.abort(CloseReason.RESET); // it sent user_canceled, RFC 8446 section 6.1
        }
        Next next = session.next(sendBlocked);
        while (next != Next.END && isRecordThere() && goOn()) next = session.next(sendBlocked);
        return afterRecords(next, sendBlocked);
    }

    private Next nextOfHandshake(boolean sendBlocked) {
        if (session.isAborted()) return Next.END;
        if (!sendBlocked && output.isWaiting()) return Next.SEND;
        if (tasks.isOut()) return Next.WAIT;
        return output.isStarved() ? Next.WAIT_FOR_MEMORY : Next.RECEIVE;
    }

    /** What the session wants, after what its records want. */
    private Next afterRecords(Next wanted, boolean sendBlocked) {
        Next next = end.before(wanted, sendBlocked, isOpen);
        if (next == Next.END || next == Next.SHUT_DOWN) return next;
        if (output.isStarved() || (starved && next != Next.SEND)) return Next.WAIT_FOR_MEMORY;
        // A record that has begun is on its way, and a drain waits for it.
        if (next == Next.RECEIVE_ARRIVED && in.size() > 0) return Next.RECEIVE;
        return next == Next.RECEIVE && !wantsReceive() ? Next.WAIT : next;
    }

    @Override
    public Next nextToSend() {
        if (!isOpen) return output.isWaiting() ? Next.SEND : Next.WAIT;
        return afterRecords(session.nextToSend(), false);
    }

    @Override
    public long deadlineNs() {
        return isOpen || failed ? session.deadlineNs() : handshakeEndNs;
    }

    @Override
    public boolean expire() {
        if (isOpen || failed) return session.expire();
        if (terms.clockNs().getAsLong() < handshakeEndNs) return false;
        session.abort(CloseReason.HANDSHAKE_TIMEOUT);
        return true;
    }

    @Override
    public void end() {
        in.release();
        output.free();
        session.end();
        if (!isOpen && listener != null) listener.ended(session);
    }

    @Override
    public boolean isPlain() {
        return false;
    }
}
