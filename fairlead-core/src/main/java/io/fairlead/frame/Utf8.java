package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Tells well-formed UTF-8 from other bytes (RFC 3629, table 3-7 of the Unicode standard). */
final class Utf8 {
    private Utf8() {}

    /**
     * Offset of the first byte of the first malformed sequence in [{@code from}, {@code to});
     * {@code to} if there is none. Overlong forms, surrogates and what is above U+10FFFF are
     * malformed.
     */
    static long malformedAt(MemorySegment memory, long from, long to) {
        long i = from;
        while (i < to) {
            if (i + Long.BYTES <= to && (memory.get(Bytes.WORD, i) & Bytes.HIGH_BITS) == 0) {
                i += Long.BYTES;
                continue;
            }
            int length = sequenceLength(memory, i, to);
            if (length == 0) return i;
            i += length;
        }
        return to;
    }

    /** Bytes of the sequence at {@code at}; 0 if it is malformed or cut off. */
    private static int sequenceLength(MemorySegment memory, long at, long to) {
        int first = memory.get(JAVA_BYTE, at) & 0xff;
        if (first < 0x80) return 1;
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
