package io.fairlead.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * Attributes at the end of a netlink message, read one after the other, rtnetlink(3). Serves one
 * thread at a time, and makes no objects.
 *
 * <pre>
 *   struct rtattr   0     2      4              padded to 4
 *                   | len | type | data ...     |
 * </pre>
 */
public final class Rtattr {
    static final int HEADER_BYTES = 4;
    static final int TYPE = 2;

    private MemorySegment memory = MemorySegment.NULL;
    private long at;
    private long following;
    private long end;
    private int length;

    /** Before reading: attributes are in {@code memory} between two places. */
    public void begin(MemorySegment memory, long from, long end) {
        this.memory = memory;
        following = from;
        this.end = end;
    }

    /** Goes to the first or next attribute; false when there is none. */
    public boolean next() {
        if (following + HEADER_BYTES > end) {
            return false;
        }
        at = following;
        length = Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, at));
        if (length < HEADER_BYTES || length > end - at) {
            return false;
        }
        following = at + (length + 3 & -4);
        return true;
    }

    /** What the attribute is, such as INET_DIAG_INFO. */
    public int type() {
        return Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, at + TYPE));
    }

    /** Where its data begins in the memory. */
    public long data() {
        return at + HEADER_BYTES;
    }

    /** How many bytes of data it has. */
    public int bytes() {
        return length - HEADER_BYTES;
    }

    /** The number at {@code index} of data that is an array of 32-bit numbers; 0 if it is not. */
    public int number(int index) {
        boolean there = (index + 1) * Integer.BYTES <= bytes();
        return there ? memory.get(JAVA_INT_UNALIGNED, data() + (long) index * Integer.BYTES) : 0;
    }

    /** Data that is one byte. */
    public int octet() {
        return bytes() > 0 ? Byte.toUnsignedInt(memory.get(JAVA_BYTE, data())) : 0;
    }

    /** A copy of the data. */
    public byte[] copy() {
        return memory.asSlice(data(), bytes()).toArray(JAVA_BYTE);
    }
}
