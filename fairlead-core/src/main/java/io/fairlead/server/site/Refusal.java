package io.fairlead.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.connection.ChannelTransport;
import io.fairlead.connection.LingeringClose;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.session.Layer;
import io.fairlead.session.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Turns connections away with a text that the peer gets to read. Safe for any thread.
 *
 * <p>Under a loop it is a service of its own, whose connections the loop ends like any others.
 */
public final class Refusal {
    /** Refusals in progress; one more is closed without a word, since a flood must cost little. */
    static final int AT_A_TIME_MAX = 256;

    /** Fatal, internal_error: before the handshake, in the clear (RFC 8446 sections 5.1 and 6). */
    private static final byte[] TLS_ALERT = {21, 3, 3, 0, 2, 2, 80};

    private final Semaphore places = new Semaphore(AT_A_TIME_MAX);
    private final byte[] text;
    private final Duration lingerTimeout;

    public Refusal(Terms terms) {
        text = words(terms);
        lingerTimeout = terms.limits().lingerTimeout();
    }

    /**
     * What they are told. A handshake would cost more than a place does: who speaks TLS gets an
     * alert in its place.
     */
    public static byte[] words(Terms terms) {
        if (terms.layer().encrypts()) return TLS_ALERT.clone();
        return (terms.limits().refusalText() + "\n").getBytes(UTF_8);
    }

    /** Takes over {@code channel}, which is in blocking mode; returns at once. */
    public void refuse(SocketChannel channel) {
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("fairlead refusal").start(() -> tell(channel));
        } else {
            Channels.close(channel);
        }
    }

    /** Terms of connections that are told so, and closed. */
    public static Terms terms(Terms served) {
        Terms refused = served.with(Codec.raw(), new Text(Frame.of(words(served))));
        return refused.over(Layer.NONE);
    }

    /**
     * The service of connections that are refused.
     *
     * @param words that they are told
     */
    public record Text(Frame words) implements Service {
        @Override
        public void onOpen(Peer peer) {
            peer.send(words);
            peer.close();
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            // nothing that it says is of interest
        }
    }

    private void tell(SocketChannel channel) {
        // Closed whatever happens: it may have a selector, which keeps the channel's descriptor.
        try (ChannelTransport transport = new ChannelTransport(channel)) {
            transport.write(ByteBuffer.wrap(text), lingerTimeout);
            LingeringClose.close(transport, lingerTimeout);
        } catch (IOException e) {
            // The peer left without reading, or does not leave: either way it was told.
        } finally {
            Channels.close(channel);
            places.release();
        }
    }
}
