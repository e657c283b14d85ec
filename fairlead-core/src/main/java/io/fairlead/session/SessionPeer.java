package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.service.Hold;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.PeerTls;
import io.fairlead.service.SendResult;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A session, as a service sees it. Safe for any thread. */
final class SessionPeer implements Peer {
    private final SessionOutput session;
    private final Carrier carrier;
    private volatile @Nullable Object attachment;
    private volatile @Nullable Agenda agenda;
    private volatile boolean paused;

    /** Belongs to the session's thread. */
    boolean toldOfDrain;

    SessionPeer(SessionOutput session, Carrier carrier) {
        this.session = session;
        this.carrier = carrier;
    }

    /** Null for a peer of which nothing was wanted but frames. */
    @Nullable Agenda agenda() {
        return agenda;
    }

    private Agenda makeAgenda() {
        Agenda known = agenda;
        if (known != null) return known;
        synchronized (this) {
            known = agenda;
            if (known == null) {
                known = new Agenda(carrier);
                agenda = known;
                if (session.isOver()) known.end();
            }
            return known;
        }
    }

    /** A deadline has changed. */
    void lookAgain() {
        makeAgenda().lookAgain();
    }

    boolean isHeld() {
        Agenda known = agenda;
        return known != null && known.isHeld();
    }

    @Override
    public long id() {
        return carrier.id();
    }

    @Override
    public SendResult send(Frame frame) {
        return session.send(frame, null);
    }

    @Override
    public SendResult send(SharedFrame frame) {
        return session.send(frame.payload(), frame);
    }

    @Override
    public int queuedBytes() {
        return session.queuedBytes();
    }

    boolean isPaused() {
        return paused;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        carrier.wake();
    }

    @Override
    public void shutdownOutput() {
        session.shutOutput();
    }

    @Override
    public void close() {
        session.closeByService(null);
    }

    @Override
    public void close(String detail) {
        session.closeByService(detail);
    }

    @Override
    public void abort(String detail) {
        session.reset(detail);
    }

    @Override
    public boolean execute(Runnable task) {
        return makeAgenda().execute(task);
    }

    @Override
    public long nanoTime() {
        return session.nowNs();
    }

    @Override
    public PeerTimer after(Duration delay, Runnable task) {
        if (delay.isNegative()) throw new IllegalArgumentException("negative delay: " + delay);
        return makeAgenda().schedule(task, session.nowNs() + delay.toNanos(), 0);
    }

    @Override
    public PeerTimer every(Duration period, Runnable task) {
        if (!period.isPositive()) throw new IllegalArgumentException("no period: " + period);
        long periodNs = period.toNanos();
        return makeAgenda().schedule(task, session.nowNs() + periodNs, periodNs);
    }

    @Override
    public void whenSent(Runnable task) {
        makeAgenda().whenSent(session.bytesTaken(), task);
    }

    @Override
    public PeerTimer whenClosed(Runnable task) {
        return makeAgenda().whenClosed(task);
    }

    @Override
    public Hold hold() {
        return makeAgenda().hold();
    }

    @Override
    public boolean isDraining() {
        return session.isDraining();
    }

    @Override
    public void codec(Codec codec) {
        session.codec(codec);
    }

    @Override
    public void limits(Limits limits) {
        session.limits(limits);
        lookAgain();
    }

    @Override
    public void allowPipeTo(@Nullable Peer receiver) {
        SessionPeer to = receiver instanceof SessionPeer other ? other : null;
        if (to == null && agenda == null) return;
        if (to != null && !(session.isRaw() && to.session.isRaw())) {
            throw new IllegalArgumentException("only Codec.raw() can pipe, on both connections");
        }
        makeAgenda().pipesTo = to;
    }

    /** The other connection's side, if this peer's bytes may go there now; null if not. */
    @Nullable Carrier pipesTo() {
        Agenda known = agenda;
        SessionPeer to = known == null || paused ? null : known.pipesTo;
        return to == null || !to.session.isRaw() ? null : to.carrier;
    }

    @Override
    public SocketAddress remoteAddress() {
        PeerProxy proxy = via();
        return proxy == null ? carrier.socket().remoteAddress() : proxy.peerAddress();
    }

    @Override
    public SocketAddress localAddress() {
        PeerProxy proxy = via();
        return proxy == null ? carrier.socket().localAddress() : proxy.peerDestination();
    }

    /** {@inheritDoc} The proxy's user is nobody's but the proxy's. */
    @Override
    public @Nullable UserPrincipal user() {
        return via() == null ? carrier.socket().user() : null;
    }

    @Override
    public @Nullable PeerProxy via() {
        Agenda known = agenda;
        return known == null ? null : known.via;
    }

    /** A layer has learnt who the peer is; null if nobody else is behind the socket. */
    void comesBy(@Nullable PeerProxy via) {
        makeAgenda().via = via;
        lookAgain(); // what is waited for now has another deadline
    }

    @Override
    public @Nullable PeerTls tls() {
        Agenda known = agenda;
        return known == null ? null : known.tls;
    }

    /** A layer protects the connection. */
    void protectedBy(PeerTls tls) {
        makeAgenda().tls = tls;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        this.attachment = attachment;
    }

    @Override
    public String toString() {
        return String.valueOf(remoteAddress());
    }
}
