package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Finds where a line ends: at LF, or at a NUL with CR before it (RFC 854). */
final class LineEnds {
    static final byte NUL = 0;
    static final byte LF = '\n';
    static final byte CR = '\r';

    // LF is 0000 1010 and NUL is 0000 0000: without these two bits both are zero. The bytes 2 and 8
    // are zero then too, so each find is looked at; text holds none of them.
    private static final long OTHER_BITS = ~0x0a0a0a0a0a0a0a0aL;

    private LineEnds() {}

    /**
     * Offset of the first LF, or NUL after CR, in [{@code from}, {@code to}); {@code to} if there
     * is none.
     *
     * @param start where the line starts, at or before {@code from}: a CR before it is another
     *     line's
     */
    static long find(MemorySegment memory, long start, long from, long to) {
        long i = skip(memory, from, to);
        for (; i + Long.BYTES <= to; i = skip(memory, i + Long.BYTES, to)) {
            for (long finds = finds(memory, i); finds != 0; finds &= finds - 1) {
                long find = i + Bytes.firstSet(finds);
                if (isEnd(memory, start, find)) return find;
            }
        }
        while (i < to && !isEnd(memory, start, i)) i++;
        return i;
    }

    /** Skips words without a find. */
    private static long skip(MemorySegment memory, long from, long to) {
        int words = Bytes.words(from, to);
        int word = 0;
        while (word < words && finds(memory, from + (long) Long.BYTES * word) == 0) word++;
        return from + (long) Long.BYTES * word;
    }

    private static long finds(MemorySegment memory, long at) {
        return Bytes.zeros(memory.get(Bytes.WORD, at) & OTHER_BITS);
    }

    private static boolean isEnd(MemorySegment memory, long start, long at) {
        byte value = memory.get(JAVA_BYTE, at);
        if (value == LF) return true;
        return value == NUL && at > start && memory.get(JAVA_BYTE, at - 1) == CR;
    }
}
