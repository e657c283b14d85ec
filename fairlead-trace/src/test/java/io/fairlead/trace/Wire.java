package io.fairlead.trace;

import io.fairlead.packet.Bytes;
import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.LinkType;
import io.fairlead.packet.Octets;
import java.util.Objects;

/**
 * A TCP conversation that a test makes up, segment for segment, and what is understood of it. Each
 * comes a millisecond after the one before, unless {@link #after} says otherwise. The client's
 * numbers go over the end of 32 bits.
 */
final class Wire {
    private static final long CLIENT_START = 0xffff_fff0L;
    private static final long SERVER_START = 1_000;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final byte[] HANDSHAKE_OPTIONS =
            new Bytes().hex("020405b4 0402 0101 01 030300").array();

    final Conversations conversations = new Conversations(ConversationFilter.all());
    private long timeNs = 1_700_000_000_000_000_000L;
    private byte[] options = {};
    private int window = 1000;

    /** The next segment comes so many milliseconds later than it would. */
    public Wire after(long ms) {
        timeNs += ms * 1_000_000;
        return this;
    }

    /** The next segment has this window. */
    public Wire window(int bytes) {
        window = bytes;
        return this;
    }

    /** The next segment reports these bytes of the other end with SACK. */
    public Wire sack(boolean ofClient, int from, int to) {
        long start = ofClient ? CLIENT_START : SERVER_START;
        options = new Bytes().hex("0101 050a").u32(start + from).u32(start + to).array();
        return this;
    }

    /** A segment from the client: flags, its number, the number it awaits, and bytes. */
    public Step client(String flags, int sequence, int acknowledgement, int bytes) {
        return segment(true, flags, sequence, acknowledgement, bytes);
    }

    /** A segment from the server. */
    public Step server(String flags, int sequence, int acknowledgement, int bytes) {
        return segment(false, flags, sequence, acknowledgement, bytes);
    }

    /** The three segments with which a connection begins. */
    public Wire handshake() {
        client("S", 0, 0, 0);
        server("SA", 0, 1, 0);
        client("A", 1, 1, 0);
        return this;
    }

    private Step segment(
            boolean fromClient, String flags, int sequence, int acknowledgement, int bytes) {
        if (flags.contains("S")) options = HANDSHAKE_OPTIONS;
        byte[] tcp = tcp(fromClient, flags, sequence, acknowledgement, bytes);
        byte[] packet = Bytes.ip4(6, tcp);
        if (!fromClient) { // from 10.0.0.2 to 10.0.0.1
            packet[15] = 2;
            packet[19] = 1;
        }
        CapturedFrame frame =
                new CapturedFrame(timeNs, LinkType.RAW, packet.length, Octets.of(packet), 0);
        timeNs += 1_000_000;
        options = new byte[0];
        window = 1000;
        Conversation conversation = Objects.requireNonNull(conversations.add(frame));
        return conversation.steps().getLast();
    }

    private byte[] tcp(
            boolean fromClient, String flags, int sequence, int acknowledgement, int bytes) {
        int bits = 0;
        if (flags.contains("F")) bits |= FIN;
        if (flags.contains("S")) bits |= SYN;
        if (flags.contains("R")) bits |= RST;
        if (flags.contains("A")) bits |= ACK;
        long own = fromClient ? CLIENT_START : SERVER_START;
        long other = fromClient ? SERVER_START : CLIENT_START;
        return new Bytes()
                .u16(fromClient ? 5000 : 7)
                .u16(fromClient ? 7 : 5000)
                .u32(own + sequence)
                .u32(flags.contains("A") ? other + acknowledgement : 0)
                .u8(((20 + options.length) / 4) << 4)
                .u8(bits)
                .u16(window)
                .u32(0)
                .raw(options)
                .raw(new byte[bytes])
                .array();
    }
}
