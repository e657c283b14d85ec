package io.fairlead.proxy.layer;

import io.fairlead.frame.IoBuffer;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyHeaderException;
import io.fairlead.proxy.ProxyHeaderReader;
import io.fairlead.service.CloseReason;
import io.fairlead.session.Carrier;
import io.fairlead.session.Next;
import io.fairlead.session.Session;
import io.fairlead.session.SocketEnds;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PROXY header, and not one byte more; from then on what comes is passed to the side of the
 * next layer, or to the session.
 *
 * <pre>
 *   HEADER ──▶ passed on                 the session is opened, or its layer goes on
 *     └── none, wrong, late, not admitted ──▶ aborted
 * </pre>
 *
 * <p>Until then nothing is sent. Threads as {@link SocketSide} says.
 */
final class ProxySide implements SocketSide {
    private final Session session;
    private final Terms terms;
    private final Carrier carrier;
    private final ProxyLayer layer;
    private final IoBuffer in;
    private final ProxyHeaderReader reader = new ProxyHeaderReader();
    private final long endNs;
    private boolean starved;
    private final SwitchedSide whole;

    ProxySide(SwitchedSide whole, Session session, Terms terms, Carrier carrier, ProxyLayer layer) {
        this.whole = whole;
        this.session = session;
        this.terms = terms;
        this.carrier = carrier;
        this.layer = layer;
        in = new IoBuffer(terms.slab());
        endNs = terms.clockNs().getAsLong() + layer.timeout().toNanos();
    }

    @Override
    public void open() {
        // the session is opened later
    }

    // ---- in ----

    @Override
    public @Nullable ByteBuffer arrivedSpace() {
        int count = session.isAborted() ? 1 : reader.missing(); // that is dropped
        starved = !in.reserveForRead(count);
        if (starved) return null;
        ByteBuffer space = in.space();
        return space.limit(Math.min(space.limit(), space.position() + count));
    }

    @Override
    public boolean wantsReceive() {
        return !session.isAborted();
    }

    @Override
    public void received(int count) {
        if (session.isAborted()) {
            in.release();
        } else {
            in.commit(count);
            add();
        }
    }

    private void add() {
        try {
            reader.add(ByteBuffer.wrap(in.bytes(0, in.size())));
        } catch (ProxyHeaderException e) {
            session.abort(CloseReason.PROXY_FAILED, e);
        }
        in.release();
        ProxyHeader header = reader.header();
        if (header != null) passOn(header);
    }

    private void passOn(ProxyHeader header) {
        SocketEnds ends = carrier.socket();
        PeerProxy via = ProxyLayer.via(header, ends.remoteAddress(), ends.localAddress());
        if (!carrier.admits(via)) {
            session.peer().abort("the proxy's client may not connect");
            return;
        }
        session.comesBy(via);
        whole.goOnWith(layer.inner().over(session, terms, carrier));
    }

    @Override
    public void receivedNothing() {
        in.releaseIfEmpty();
        if (session.isDraining()) session.abort(CloseReason.DRAINED);
    }

    /** A look at the port is no failure, and neither is a drain. */
    @Override
    public void receiveEnded() {
        if (session.isDraining()) {
            session.abort(CloseReason.DRAINED);
        } else if (reader.isEmpty()) {
            session.abort(CloseReason.PEER_CLOSED);
        } else {
            session.abort(CloseReason.PROXY_FAILED, ProxyLayer.cutOff());
        }
    }

    // ---- out: nothing yet ----

    @Override
    public @Nullable ByteBuffer beginSend() {
        return null;
    }

    @Override
    public void endSend(int count) {}

    // ---- what comes next ----

    @Override
    public Next next(boolean sendBlocked) {
        if (session.isAborted()) return Next.END;
        if (starved) return Next.WAIT_FOR_MEMORY;
        return session.isDraining() ? Next.RECEIVE_ARRIVED : Next.RECEIVE;
    }

    @Override
    public Next nextToSend() {
        return Next.WAIT;
    }

    @Override
    public long deadlineNs() {
        return endNs;
    }

    @Override
    public boolean expire() {
        if (terms.clockNs().getAsLong() < endNs) return false;
        session.abort(CloseReason.PROXY_TIMEOUT);
        return true;
    }

    @Override
    public void end() {
        in.release();
        session.end();
    }

    @Override
    public boolean isPlain() {
        return false;
    }
}
