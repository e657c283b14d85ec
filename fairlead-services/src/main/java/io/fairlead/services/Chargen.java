package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/**
 * Sends characters, whatever it gets: RFC 864.
 *
 * <p>They form the pattern under "Data Syntax": the 95 printing characters of ASCII are a ring;
 * line N has the 72 from number N on, and CR LF. After 95 lines it begins anew.
 */
public final class Chargen {
    static final int DATAGRAM_BYTES_MAX = 512;

    /** Four pieces of the pattern: enough to keep the kernel busy. */
    static final int QUEUED_BYTES_MAX = 64 * 1024;

    private static final int RING = 95;
    private static final int LINE_CHARACTERS = 72;

    /** Whole turns of the pattern, so that one piece fits behind another. */
    private static final byte[] PIECE = pattern(2 * RING);

    private Chargen() {}

    /**
     * For connections: sends without end, as fast as the peer reads, and throws away what the peer
     * sends ("TCP Based"). The peer's half-close does not end it, only a close does. Each
     * connection may have {@code Limits.queuedBytesMax} bytes waiting.
     */
    public static Service stream() {
        return new Endless();
    }

    /**
     * For datagrams: answers each with characters of a random number ("UDP Based").
     *
     * @param rfcLength true for 0 to 512 characters, as the RFC says; false for not more than the
     *     datagram had, so that nobody can use the service to flood somebody else
     */
    public static Service datagrams(boolean rfcLength) {
        return datagrams(rfcLength, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /**
     * @param random a number from 0 to one less than its argument
     */
    static Service datagrams(boolean rfcLength, IntUnaryOperator random) {
        return new RandomLength(rfcLength, random);
    }

    private static byte[] pattern(int lines) {
        ByteBuffer pattern = ByteBuffer.allocate(lines * (LINE_CHARACTERS + 2));
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < LINE_CHARACTERS; i++) {
                pattern.put((byte) (' ' + (line + i) % RING));
            }
            pattern.put((byte) '\r').put((byte) '\n');
        }
        return pattern.array();
    }

    private record Endless() implements Service, Serializable {
        private static final Frame FRAME = Frame.of(PIECE);

        @Override
        public void onOpen(Peer peer) {
            onWritable(peer);
        }

        @Override
        public void onWritable(Peer peer) {
            // onWritable goes on from where there was no room
            while (peer.send(FRAME).isQueued()) {}
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {}

        /** The RFC ends the stream when the user ends the connection; a half-close is no end. */
        @Override
        public void onInputEnd(Peer peer) {}
    }

    private record RandomLength(boolean rfcLength, IntUnaryOperator random) implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            int most = rfcLength ? DATAGRAM_BYTES_MAX : Math.min(frame.size(), DATAGRAM_BYTES_MAX);
            peer.send(Frame.of(ByteBuffer.wrap(PIECE, 0, random.applyAsInt(most + 1))));
        }
    }
}
