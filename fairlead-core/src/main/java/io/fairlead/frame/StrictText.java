package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Tells text from other bytes: well-formed UTF-8 (RFC 3629, table 3-7 of the Unicode standard)
 * without NUL.
 */
final class StrictText {
    private StrictText() {}

    /**
     * Offset of the first NUL, or first byte of a malformed sequence, in [{@code from}, {@code
     * to}); {@code to} if there is none. Overlong forms, surrogates and what is above U+10FFFF are
     * malformed.
     */
    static long faultAt(MemorySegment memory, long from, long to) {
        long i = plainEnd(memory, from, to);
        while (i < to) {
            int length = sequenceLength(memory, i, to);
            if (length == 0) return i;
            i += length;
            // Letters of several bytes stand together, and so does ASCII.
            if (length == 1) i = plainEnd(memory, i, to);
        }
        return to;
    }

    /** Skips words of ASCII without NUL. */
    private static long plainEnd(MemorySegment memory, long from, long to) {
        int words = Bytes.words(from, to);
        int word = 0;
        while (word < words && isPlain(memory, from + (long) Long.BYTES * word)) word++;
        return from + (long) Long.BYTES * word;
    }

    private static boolean isPlain(MemorySegment memory, long at) {
        long word = memory.get(Bytes.WORD, at);
        return ((word & Bytes.HIGH_BITS) | Bytes.zeros(word)) == 0;
    }

    /** Bytes of the sequence at {@code at}; 0 if it is NUL, malformed or cut off. */
    private static int sequenceLength(MemorySegment memory, long at, long to) {
        int first = memory.get(JAVA_BYTE, at) & 0xff;
        if (first < 0x80) return first == 0 ? 0 : 1;
        int length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (length == 0 || at + length > to) return 0;
        // Only the second byte's range depends on the first.
        int second = memory.get(JAVA_BYTE, at + 1) & 0xff;
        if (second < secondMin(first) || second > secondMax(first)) return 0;
        for (int i = 2; i < length; i++) {
            if ((memory.get(JAVA_BYTE, at + i) & 0xc0) != 0x80) return 0;
        }
        return length;
    }

    private static int secondMin(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    private static int secondMax(int first) {
        return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    }
}
