package io.fairlead.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages as they are on the wire, one after the other, from any number on. For one thread.
 *
 * <p>What a connection sends is known from its number and that of the message. So nothing is kept
 * for a connection: the bytes are made again when the rest of a message goes, and when it is
 * compared with what came back.
 *
 * <pre>
 *   | head | stamp | content ...  | stamp | ... | tail | head | stamp | ...     slots of them
 *          0      16           1024
 * </pre>
 */
final class Messages {
    private static final int RUN_BYTES = 64 * 1024;
    private static final int DIGITS = 8;
    private static final ValueLayout.OfLong EIGHT_DIGITS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long NIBBLES = 0x0f0f0f0f0f0f0f0fL;

    final Memory memory;
    final int wireBytes;
    final int slots;
    private final int payloadStart;
    private final int payloadBytes;
    private final boolean stamped;

    /**
     * @param slotsMax how many messages are ever wanted at once
     */
    Messages(Payload payload, Codec codec, int slotsMax) {
        byte[] wire = wire(codec, payload.content());
        wireBytes = wire.length;
        payloadBytes = payload.bytes();
        payloadStart = start(codec, payloadBytes);
        stamped = payload.isStamped();
        slots = Math.clamp(RUN_BYTES / wireBytes, 1, slotsMax);
        memory = new Memory(slots * wireBytes);
        for (int i = 0; i < slots; i++) {
            MemorySegment.copy(wire, 0, memory.segment, JAVA_BYTE, (long) i * wireBytes, wireBytes);
        }
    }

    /**
     * What {@code codec} makes of {@code payload}.
     *
     * @throws IllegalArgumentException if it cannot be sent so
     */
    static byte[] wire(Codec codec, byte[] payload) {
        Frame frame = Frame.of(payload);
        int bytes = codec.encodedBytes(frame);
        IoBuffer out = new IoBuffer(new Slab(4L * bytes + 2 * Slab.CHUNK_BYTES_MIN));
        if (!out.reserve(bytes)) throw new IllegalArgumentException(bytes + " bytes are too many");
        codec.encode(frame, out);
        byte[] wire = new byte[out.size()];
        out.pin().get(wire);
        out.unpin(wire.length);
        out.release();
        return wire;
    }

    /** Where the payload begins in what is on the wire: where two that differ do. */
    private static int start(Codec codec, int bytes) {
        byte[] one = new byte[bytes];
        byte[] other = new byte[bytes];
        Arrays.fill(one, (byte) 'A');
        Arrays.fill(other, (byte) 'B');
        return Arrays.mismatch(wire(codec, one), wire(codec, other));
    }

    /** Makes the first {@code count} slots those of {@code lane} from {@code number} on. */
    void stamp(int count, long number, int lane) {
        if (!stamped) return;
        long owner = digits(lane);
        for (int i = 0; i < count; i++) {
            stampOne((long) i * wireBytes + payloadStart, digits((int) (number + i)), owner);
        }
    }

    private void stampOne(long start, long number, long owner) {
        MemorySegment segment = memory.segment;
        int at = 0;
        for (; at + Payload.STAMP_BYTES <= payloadBytes; at += Payload.STAMP_EVERY) {
            segment.set(EIGHT_DIGITS, start + at, number);
            segment.set(EIGHT_DIGITS, start + at + DIGITS, owner);
        }
        for (int i = 0; at + i < Math.min(payloadBytes, at + Payload.STAMP_BYTES); i++) {
            long digit = (i < DIGITS ? number >>> (8 * i) : owner >>> (8 * (i - DIGITS))) & 0xff;
            segment.set(JAVA_BYTE, start + at + i, (byte) digit);
        }
    }

    /** Eight hexadecimal digits, the lowest first, as the bytes of a little-endian number. */
    static long digits(int value) {
        long spread = value & 0xffffffffL;
        spread = (spread | (spread << 16)) & 0x0000ffff0000ffffL;
        spread = (spread | (spread << 8)) & 0x00ff00ff00ff00ffL;
        spread = (spread | (spread << 4)) & NIBBLES;
        long letters = ((spread + 0x0606060606060606L) >>> 4) & 0x0101010101010101L;
        return spread + 0x3030303030303030L + letters * ('A' - '0' - 10);
    }

    /** The number that {@link #digits} made; anything for bytes that are no digits. */
    static int number(long digits) {
        long letters = (digits >>> 6) & 0x0101010101010101L;
        long spread = (digits - 0x3030303030303030L - letters * ('A' - '0' - 10)) & NIBBLES;
        spread = (spread | (spread >>> 4)) & 0x00ff00ff00ff00ffL;
        spread = (spread | (spread >>> 8)) & 0x0000ffff0000ffffL;
        return (int) (spread | (spread >>> 16));
    }

    /** The number of the message in the slot whose bytes begin at {@code offset}. */
    int numberAt(MemorySegment received, long offset) {
        return number(received.get(EIGHT_DIGITS, offset + payloadStart));
    }

    boolean isStamped() {
        return stamped;
    }

    /**
     * Where {@code received} differs from the slots.
     *
     * @param at the first byte of {@code received} to compare
     * @param offset the byte of the slots to compare it with
     * @return how many bytes are alike, or -1 if all {@code count} are
     */
    int mismatch(MemorySegment received, int at, int offset, int count) {
        return (int)
                MemorySegment.mismatch(
                        received, at, at + count, memory.segment, offset, offset + count);
    }
}
