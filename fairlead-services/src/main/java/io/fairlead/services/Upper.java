package io.fairlead.services;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Answers each line, or datagram, with its text in upper case, by the rules of Unicode and of no
 * language ({@link Locale#ROOT}). Of what is not UTF-8 the ASCII letters change and no other byte.
 *
 * <p>An answer can be longer than the line ({@code ß} becomes {@code SS}, and {@code ŉ} grows from
 * 2 bytes to 3). Holds no state: safe for any thread.
 */
public final class Upper implements LineService, Serializable {
    private static final long serialVersionUID = 1;

    private static final ValueLayout.OfLong EIGHT = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = EACH_BYTE << 7;

    /** An upper-case service. */
    public Upper() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {
        boolean done = upperAscii(frame.writableMemory());
        Frame answer = done ? frame : Frame.of(upperText(frame.bytes()));
        LineService.answer(peer, answer, "in upper case");
    }

    /** The bytes in upper case; the ASCII letters among them are changed in place. */
    static byte[] upper(byte[] text) {
        return upperAscii(MemorySegment.ofArray(text)) ? text : upperText(text);
    }

    private static byte[] upperText(byte[] text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return decoded.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** Changes a to z to A to Z; returns true if all bytes are ASCII, which most text is. */
    private static boolean upperAscii(MemorySegment text) {
        long seen = 0;
        int size = (int) text.byteSize();
        int words = size / Long.BYTES;
        for (int word = 0; word < words; word++) {
            long at = (long) word * Long.BYTES;
            long eight = text.get(EIGHT, at);
            seen |= eight;
            text.set(EIGHT, at, eight ^ caseBits(eight));
        }
        for (int i = words * Long.BYTES; i < size; i++) {
            byte one = text.get(JAVA_BYTE, i);
            seen |= one;
            if (one >= 'a' && one <= 'z') text.set(JAVA_BYTE, i, (byte) (one ^ 0x20));
        }
        return (seen & HIGH_BITS) == 0;
    }

    /**
     * 0x20 for each of the eight bytes that is a to z. With its high bit cleared, a byte reaches
     * the high bit by adding 0x1F if it is at least 'a' (0x61), and by adding 5 if it is above 'z'
     * (0x7A); no sum reaches into the next byte.
     */
    private static long caseBits(long eight) {
        long low = eight & ~HIGH_BITS;
        long fromA = low + 0x1F * EACH_BYTE;
        long beyondZ = low + 0x05 * EACH_BYTE;
        return (fromA & ~beyondZ & ~eight & HIGH_BITS) >>> 2;
    }
}
