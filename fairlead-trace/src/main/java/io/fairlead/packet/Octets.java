package io.fairlead.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A run of bytes, read-only, whose numbers are in network order. Immutable, as long as the array it
 * was made from does not change.
 *
 * <p>A read past the end throws a {@link CutException}, which the decoder turns into a packet that
 * {@linkplain Undecoded cannot be decoded}.
 */
public final class Octets {
    private final byte[] bytes;
    private final int from;
    private final int length;

    private Octets(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    /** All of an array, which is not copied. */
    public static Octets of(byte... bytes) {
        return new Octets(bytes, 0, bytes.length);
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    int u8(int at) {
        require(at, 1);
        return bytes[from + at] & 0xff;
    }

    int u16(int at) {
        require(at, 2);
        return (bytes[from + at] & 0xff) << 8 | (bytes[from + at + 1] & 0xff);
    }

    long u32(int at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    byte[] array(int at, int count) {
        require(at, count);
        return Arrays.copyOfRange(bytes, from + at, from + at + count);
    }

    /** All from {@code at} on; none when the end is there. */
    public Octets from(int at) {
        require(at, 0);
        return new Octets(bytes, from + at, length - at);
    }

    /** The first {@code count}, or all when there are fewer. */
    public Octets atMost(int count) {
        return new Octets(bytes, from, Math.clamp(count, 0, length));
    }

    private void require(int at, int count) {
        if (at < 0 || count < 0 || at > length - count) throw new CutException(from + length);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** A read-only view of the bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, from, length).slice().asReadOnlyBuffer();
    }
}
