package io.fairlead.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.connection.ChannelTransport;
import io.fairlead.connection.LingeringClose;
import io.fairlead.frame.Frame;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
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

    private final Semaphore places = new Semaphore(AT_A_TIME_MAX);
    private final byte[] text;
    private final Duration lingerTimeout;

    public Refusal(Limits limits) {
        text = (limits.refusalText() + "\n").getBytes(UTF_8);
        lingerTimeout = limits.lingerTimeout();
    }

    /** Takes over {@code channel}, which is in blocking mode; returns at once. */
    public void refuse(SocketChannel channel) {
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("fairlead refusal").start(() -> tell(channel));
        } else {
            Channels.close(channel);
        }
    }

    /** A service that says the text to whoever connects, and closes. */
    public static Service service(Limits limits) {
        return new Text(limits.refusalText() + "\n");
    }

    /**
     * The service of connections that are refused.
     *
     * @param words that they are told
     */
    public record Text(String words) implements Service {
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
