package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Searches in memory, eight bytes at a time, and reads and writes numbers of any width. */
final class Bytes {
    /** Eight bytes, the first the lowest. */
    static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The highest bit of each byte of a word. */
    static final long HIGH_BITS = 0x8080808080808080L;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final long LOW_BITS = 0x0101010101010101L;

    private Bytes() {}

    /**
     * Offset of the first {@code wanted} in [{@code from}, {@code to}); {@code to} if there is
     * none.
     */
    static long indexOf(MemorySegment memory, long from, long to, byte wanted) {
        long pattern = (wanted & 0xffL) * LOW_BITS;
        int words = words(from, to);
        int word = 0;
        while (word < words && finds(memory, from + (long) Long.BYTES * word, pattern) == 0) word++;
        long i = from + (long) Long.BYTES * word;
        if (word < words) return i + firstSet(finds(memory, i, pattern));
        while (i < to && memory.get(JAVA_BYTE, i) != wanted) i++;
        return i;
    }

    private static long finds(MemorySegment memory, long at, long pattern) {
        return zeros(memory.get(WORD, at) ^ pattern);
    }

    /**
     * Whole words in [{@code from}, {@code to}). A loop that counts them in an int is unrolled by
     * the compiler and checks its bounds once; one that adds to a long offset may be three times
     * slower.
     */
    static int words(long from, long to) {
        return (int) ((to - from) / Long.BYTES);
    }

    /** Which byte of a word the lowest of {@code highBits} belongs to, 0 to 7. */
    static int firstSet(long highBits) {
        return Long.numberOfTrailingZeros(highBits) / Byte.SIZE;
    }

    /**
     * The classic zero-byte test: the highest bit of each byte of {@code word} that is zero. Above
     * the lowest one set, a bit may also stand for a byte of 1, because of the borrow.
     */
    static long zeros(long word) {
        return (word - LOW_BITS) & ~word & HIGH_BITS;
    }

    /** The unsigned number in the {@code bytes} bytes, 1 to 8, at {@code offset}. */
    static long unsigned(MemorySegment memory, long offset, int bytes, ByteOrder order) {
        long value =
                switch (bytes) {
                    case 1 -> Byte.toUnsignedLong(memory.get(JAVA_BYTE, offset));
                    case 2 -> Short.toUnsignedLong(memory.get(SHORT, offset));
                    case 4 -> Integer.toUnsignedLong(memory.get(INT, offset));
                    case 8 -> memory.get(LONG, offset);
                    default -> oddUnsigned(memory, offset, bytes);
                };
        return order == ByteOrder.BIG_ENDIAN ? value : reversed(value, bytes);
    }

    /** Writes the lowest {@code bytes} bytes, 1 to 8, of {@code value} at {@code offset}. */
    static void setUnsigned(
            MemorySegment memory, long offset, int bytes, ByteOrder order, long value) {
        long bigEndian = order == ByteOrder.BIG_ENDIAN ? value : reversed(value, bytes);
        switch (bytes) {
            case 1 -> memory.set(JAVA_BYTE, offset, (byte) bigEndian);
            case 2 -> memory.set(SHORT, offset, (short) bigEndian);
            case 4 -> memory.set(INT, offset, (int) bigEndian);
            case 8 -> memory.set(LONG, offset, bigEndian);
            default -> setOddUnsigned(memory, offset, bytes, bigEndian);
        }
    }

    private static long reversed(long value, int bytes) {
        return Long.reverseBytes(value) >>> (Long.SIZE - Byte.SIZE * bytes);
    }

    private static long oddUnsigned(MemorySegment memory, long offset, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(memory.get(JAVA_BYTE, offset + i));
        }
        return value;
    }

    private static void setOddUnsigned(MemorySegment memory, long offset, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            memory.set(JAVA_BYTE, offset + i, (byte) (value >>> (Byte.SIZE * (bytes - 1 - i))));
        }
    }
}
