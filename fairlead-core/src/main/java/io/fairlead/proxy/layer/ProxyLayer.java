package io.fairlead.proxy.layer;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.connection.CallDeadline;
import io.fairlead.proxy.PeerProxy;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.proxy.ProxyHeaderException;
import io.fairlead.proxy.ProxyHeaderReader;
import io.fairlead.service.DeadlineException;
import io.fairlead.session.Carrier;
import io.fairlead.session.Layer;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has each connection of a server begin with a PROXY header, before another layer: as the protocol
 * demands, one that has none is refused. Safe for any thread.
 */
public final class ProxyLayer implements Layer {
    private final Duration timeout;
    private final Layer inner;
    private final @Nullable ProxyHeader known;

    private ProxyLayer(Duration timeout, Layer inner, @Nullable ProxyHeader known) {
        this.timeout = timeout;
        this.inner = inner;
        this.known = known;
    }

    /**
     * A layer that reads the header.
     *
     * @param timeout how long it may take to come
     * @param inner is next
     */
    public static ProxyLayer reading(Duration timeout, Layer inner) {
        return new ProxyLayer(timeout, inner, null);
    }

    /** A layer for the one connection whose header somebody else has read. */
    public static ProxyLayer knowing(ProxyHeader header, Layer inner) {
        return new ProxyLayer(Duration.ZERO, inner, header);
    }

    /** The time for a header. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public SocketSide over(Session session, Terms terms, Carrier carrier) {
        if (known == null) {
            return new SwitchedSide(whole -> new ProxySide(whole, session, terms, carrier, this));
        }
        session.comesBy(
                via(known, carrier.socket().remoteAddress(), carrier.socket().localAddress()));
        return inner.over(session, terms, carrier);
    }

    /** What {@code header} means between these two; null if no peer is behind the proxy. */
    public static @Nullable PeerProxy via(
            ProxyHeader header, SocketAddress remote, SocketAddress local) {
        return header.isLocal() ? null : new PeerProxy(remote, local, header);
    }

    /**
     * Who is behind {@code transport}: reads the header, unless it is known.
     *
     * @return null if the proxy connects for itself
     * @throws ProxyHeaderException if there is none
     * @throws DeadlineException if it does not come in time
     * @throws EOFException if the connection has ended before a header began
     * @throws IOException if the connection is lost
     */
    public @Nullable PeerProxy read(BlockingTransport transport) throws IOException {
        ProxyHeader header = known == null ? header(transport) : known;
        return via(header, transport.remoteAddress(), transport.localAddress());
    }

    private ProxyHeader header(BlockingTransport transport) throws IOException {
        CallDeadline deadline = new CallDeadline(timeout, transport.threadHost());
        ProxyHeaderReader reader = new ProxyHeaderReader();
        ProxyHeader header;
        while ((header = reader.header()) == null) {
            transport.awaitInput(deadline.left());
            ByteBuffer space = ByteBuffer.allocate(reader.missing());
            if (transport.read(space, deadline.left()) < 0) {
                if (reader.isEmpty()) throw new EOFException();
                throw cutOff();
            }
            reader.add(space.flip());
        }
        return header;
    }

    /** One whose end came before that of its header. */
    public static ProxyHeaderException cutOff() {
        return new ProxyHeaderException("the connection ended within its PROXY header");
    }

    @Override
    public boolean opensLater() {
        return known == null || inner.opensLater();
    }

    @Override
    public boolean namesPeer() {
        return known == null;
    }

    @Override
    public boolean encrypts() {
        return inner.encrypts();
    }

    @Override
    public Layer inner() {
        return inner;
    }
}
