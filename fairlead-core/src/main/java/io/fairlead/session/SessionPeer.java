package io.fairlead.session;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** A session, as a service sees it. Safe for any thread. */
final class SessionPeer implements Peer {
    private final Session session;
    private final Outbox outbox;
    private final Carrier carrier;
    private volatile @Nullable Object attachment;
    private volatile boolean paused;

    SessionPeer(Session session, Outbox outbox, Carrier carrier) {
        this.session = session;
        this.outbox = outbox;
        this.carrier = carrier;
    }

    @Override
    public long id() {
        return carrier.id();
    }

    @Override
    public SendResult send(Frame frame) {
        return session.send(frame);
    }

    @Override
    public int queuedBytes() {
        return outbox.queuedBytes();
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
    public void close() {
        session.closeByService();
    }

    @Override
    public SocketAddress remoteAddress() {
        return carrier.socket().remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return carrier.socket().localAddress();
    }

    @Override
    public @Nullable UserPrincipal user() {
        return carrier.socket().user();
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
        return String.valueOf(carrier.socket().remoteAddress());
    }
}
