package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Searches in memory, eight bytes at a time. */
final class Bytes {
    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Bytes() {}

    /**
     * Offset of the first {@code wanted} in [{@code from}, {@code to}); {@code to} if there is none.
     */
    static long indexOf(MemorySegment memory, long from, long to, byte wanted) {
        long pattern = (wanted & 0xffL) * LOW_BITS;
        long i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            // A byte of the word is zero exactly where it equals the wanted one; the classic
            // zero-byte test then leaves that byte's highest bit set, the lowest first.
            long word = memory.get(WORD, i) ^ pattern;
            long zeros = (word - LOW_BITS) & ~word & HIGH_BITS;
            if (zeros != 0) return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
        }
        while (i < to && memory.get(JAVA_BYTE, i) != wanted) i++;
        return i;
    }
}
