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
        long i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long finds = Bytes.zeros(memory.get(Bytes.WORD, i) & OTHER_BITS);
            for (; finds != 0; finds &= finds - 1) {
                long find = i + (Long.numberOfTrailingZeros(finds) >>> 3);
                if (isEnd(memory, start, find)) return find;
            }
        }
        while (i < to && !isEnd(memory, start, i)) i++;
        return i;
    }

    private static boolean isEnd(MemorySegment memory, long start, long at) {
        byte value = memory.get(JAVA_BYTE, at);
        if (value == LF) return true;
        return value == NUL && at > start && memory.get(JAVA_BYTE, at - 1) == CR;
    }
}
