package io.fairlead.posix.diag;

import java.nio.ByteBuffer;

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
    public static final int HEADER_BYTES = 4;
    public static final int TYPE = 2;

    private ByteBuffer memory = ByteBuffer.allocate(0);
    private int at;
    private int following;
    private int end;
    private int length;

    /** Before reading: attributes are in {@code memory} between two places. */
    public void begin(ByteBuffer memory, int from, int end) {
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
        length = Short.toUnsignedInt(memory.getShort(at));
        if (length < HEADER_BYTES || length > end - at) {
            return false;
        }
        following = at + (length + 3 & -4);
        return true;
    }

    /** What the attribute is, such as INET_DIAG_INFO. */
    public int type() {
        return Short.toUnsignedInt(memory.getShort(at + TYPE));
    }

    private int bytes() {
        return length - HEADER_BYTES;
    }

    /** The number at {@code index} of data that is an array of 32-bit numbers; 0 if it is not. */
    public int number(int index) {
        boolean there = (index + 1) * Integer.BYTES <= bytes();
        return there ? memory.getInt(at + HEADER_BYTES + index * Integer.BYTES) : 0;
    }

    /** Data that is one byte; 0 if there is none. */
    public int octet() {
        return bytes() > 0 ? Byte.toUnsignedInt(memory.get(at + HEADER_BYTES)) : 0;
    }

    /** A copy of the data. */
    public byte[] copy() {
        byte[] data = new byte[bytes()];
        memory.get(at + HEADER_BYTES, data);
        return data;
    }
}
