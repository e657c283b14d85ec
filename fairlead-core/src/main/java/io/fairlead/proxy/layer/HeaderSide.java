package io.fairlead.proxy.layer;

import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.service.CloseReason;
import io.fairlead.session.Carrier;
import io.fairlead.session.Layer;
import io.fairlead.session.Next;
import io.fairlead.session.OpenListener;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a PROXY header; then the next layer's side has the connection, or the session, which is
 * opened. Until then nothing is received, and only the session's own thread sends; afterwards
 * threads as {@link SocketSide} says.
 */
final class HeaderSide implements SocketSide {
    private final Session session;
    private final Terms terms;
    private final Carrier carrier;
    private final HeaderFirst layer;
    private final IoBuffer out;
    private final Frame header;
    private boolean begun;
    private boolean lent;
    private boolean freed;
    private boolean starved;
    private final SwitchedSide whole;

    HeaderSide(
            SwitchedSide whole, Session session, Terms terms, Carrier carrier, HeaderFirst layer) {
        this.whole = whole;
        this.session = session;
        this.terms = terms;
        this.carrier = carrier;
        this.layer = layer;
        out = new IoBuffer(terms.slab());
        header = Frame.of(layer.header().bytes());
    }

    @Override
    public void open() {
        // the session is opened later
    }

    private void passOn() {
        OpenListener listener = layer.listener();
        Layer next = listener == null ? layer.inner() : layer.inner().telling(listener);
        whole.goOnWith(next.over(session, terms, carrier));
        if (listener != null && !next.opensLater()) listener.opened(session);
    }

    // ---- in: nothing yet ----

    @Override
    public @Nullable ByteBuffer arrivedSpace() {
        return null;
    }

    @Override
    public boolean wantsReceive() {
        return false;
    }

    @Override
    public void received(int count) {}

    @Override
    public void receivedNothing() {}

    @Override
    public void receiveEnded() {}

    // ---- out ----

    @Override
    public @Nullable ByteBuffer beginSend() {
        if (lent || session.isAborted()) return null;
        if (!begun) {
            starved = !out.reserve(header.size());
            if (starved) return null;
            out.put(header);
            begun = true;
        }
        if (out.size() == 0) return null;
        lent = true;
        return out.pin();
    }

    @Override
    public void endSend(int count) {
        out.unpin(count);
        lent = false;
        if (freed || out.size() == 0) out.release();
    }

    // ---- what comes next ----

    @Override
    public Next next(boolean sendBlocked) {
        if (session.isAborted()) return Next.END;
        if (starved) {
            starved = false; // the driver sends before it asks, and so tries again
            return Next.WAIT_FOR_MEMORY;
        }
        boolean isLeft = !begun || lent || out.size() > 0;
        if (isLeft) return sendBlocked || lent ? Next.WAIT : Next.SEND;
        passOn();
        return whole.next(sendBlocked);
    }

    @Override
    public Next nextToSend() {
        return Next.WAIT;
    }

    @Override
    public long deadlineNs() {
        OpenListener listener = layer.listener();
        return listener == null ? Long.MAX_VALUE : listener.deadlineNs();
    }

    @Override
    public boolean expire() {
        if (terms.clockNs().getAsLong() < deadlineNs()) return false;
        session.abort(CloseReason.WRITE_TIMEOUT);
        return true;
    }

    @Override
    public void end() {
        freed = true;
        if (!lent) out.release();
        session.end();
        OpenListener listener = layer.listener();
        if (listener != null) listener.ended(session);
    }

    @Override
    public boolean isPlain() {
        return false;
    }
}
