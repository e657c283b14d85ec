package io.fairlead.proxy.layer;

import io.fairlead.connection.BlockingTransport;
import io.fairlead.proxy.ProxyHeader;
import io.fairlead.session.Carrier;
import io.fairlead.session.Layer;
import io.fairlead.session.OpenListener;
import io.fairlead.session.Session;
import io.fairlead.session.SocketSide;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Begins a client's connection with a PROXY header, before another layer. Safe for any thread.
 *
 * @param header is sent
 * @param inner is next
 * @param listener waits for the session; null if nobody does
 */
public record HeaderFirst(ProxyHeader header, Layer inner, @Nullable OpenListener listener)
        implements Layer {
    /** {@code inner} itself where there is no header to be sent. */
    public static Layer over(Layer inner, @Nullable ProxyHeader header) {
        return header == null ? inner : new HeaderFirst(header, inner, null);
    }

    /** Sends what {@code layer} has to be sent first, if anything. */
    public static void write(Layer layer, BlockingTransport transport, @Nullable Duration timeout)
            throws IOException {
        if (!(layer instanceof HeaderFirst first)) return;
        transport.write(ByteBuffer.wrap(first.header.bytes()), timeout);
    }

    @Override
    public SocketSide over(Session session, Terms terms, Carrier carrier) {
        return new SwitchedSide(whole -> new HeaderSide(whole, session, terms, carrier, this));
    }

    @Override
    public boolean opensLater() {
        return true;
    }

    @Override
    public boolean encrypts() {
        return inner.encrypts();
    }

    @Override
    public Layer telling(OpenListener other) {
        return new HeaderFirst(header, inner, other);
    }
}
