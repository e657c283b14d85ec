package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Answers each line, or datagram, with its text in upper case, by the rules of Unicode and of no
 * language ({@link Locale#ROOT}). Of what is not UTF-8 the ASCII letters change and no other byte.
 *
 * <p>An answer can be longer than the line ({@code ß} becomes {@code SS}, and {@code ŉ} grows from
 * 2 bytes to 3). Holds no state.
 */
public final class Upper implements LineService, Serializable {
    private static final long serialVersionUID = 1;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = EACH_BYTE << 7;

    /** An upper-case service. */
    public Upper() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {
        LineService.answer(peer, Frame.of(upper(frame.bytes())), "in upper case");
    }

    /** The bytes in upper case; ASCII, which is most text, is changed in place. */
    static byte[] upper(byte[] text) {
        if (upperAscii(text)) return text;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return decoded.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** Changes a to z to A to Z; returns true if all bytes are ASCII. */
    private static boolean upperAscii(byte[] text) {
        long seen = 0;
        int wide = text.length & -Long.BYTES;
        for (int i = 0; i < wide; i += Long.BYTES) {
            long eight = (long) LONGS.get(text, i);
            seen |= eight;
            LONGS.set(text, i, eight ^ caseBits(eight));
        }
        for (int i = wide; i < text.length; i++) {
            seen |= text[i];
            if (text[i] >= 'a' && text[i] <= 'z') text[i] ^= 0x20;
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
