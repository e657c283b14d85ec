package io.fairlead.frame;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Frames announce the length of their payload in a varint: seven bits a byte, the lowest first,
 * with the highest bit set in all bytes but the last (unsigned LEB128, as in Protocol Buffers'
 * delimited messages).
 *
 * <p>A varint must be as short as its number allows and at most 10 bytes long. As in {@link
 * LengthCodec}, a length above the limit is refused as soon as it is known to be.
 *
 * <p>Immutable and safe for any thread. Made by {@link Codec#varintPrefixed}.
 */
public final class VarintCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    private static final int VARINT_BYTES_MAX = 10;

    private final int bytesMax;
    private final int headerBytesMax;

    VarintCodec(int bytesMax) {
        this.bytesMax = FrameLimit.checked(bytesMax);
        headerBytesMax = varintBytes(bytesMax);
    }

    /**
     * This codec with another limit.
     *
     * @param bytesMax the longest payload, in bytes
     */
    public VarintCodec maxBytes(int bytesMax) {
        return new VarintCodec(bytesMax);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FrameException if the length is above the limit, or is not a varint in its shortest
     *     form
     */
    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        int headerBytes = headerBytes(in);
        if (headerBytes == 0) return null;
        long announced = number(in, headerBytes);
        if (Long.compareUnsigned(announced, bytesMax) > 0) {
            throw FrameLimit.announced(announced, bytesMax);
        }
        int length = (int) announced;
        if (in.size() - headerBytes < length) return null;
        return in.take(headerBytes, length, 0);
    }

    /** Bytes of the varint at the head; 0 if its last byte is not here yet. */
    private int headerBytes(IoBuffer in) throws FrameException {
        int here = Math.min(in.size(), VARINT_BYTES_MAX);
        int count = 0;
        while (count < here && in.byteAt(count) < 0) count++;
        if (count < here) {
            checkForm(count, in.byteAt(count));
            return count + 1;
        }
        if (count == VARINT_BYTES_MAX) throw new FrameException("varint longer than 10 bytes");
        // In the shortest form, a byte that is still to come is not zero: so much is announced.
        if (count >= headerBytesMax) {
            throw new FrameException(
                    "frame of at least "
                            + Long.toUnsignedString(1L << (7 * count))
                            + " bytes announced; the limit is "
                            + bytesMax);
        }
        return 0;
    }

    private static void checkForm(int index, byte last) throws FrameException {
        if (index > 0 && last == 0) {
            throw new FrameException("varint of " + (index + 1) + " bytes, longer than necessary");
        }
        if (index == VARINT_BYTES_MAX - 1 && last > 1) {
            throw new FrameException("varint above 64 bits");
        }
    }

    private static long number(IoBuffer in, int headerBytes) {
        long number = 0;
        for (int i = 0; i < headerBytes; i++) {
            number |= (in.byteAt(i) & 0x7fL) << (7 * i);
        }
        return number;
    }

    private static int varintBytes(int number) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(number | 1);
        return (bits + 6) / 7;
    }

    @Override
    public int encodedBytes(Frame payload) {
        int size = FrameLimit.sizeOf(payload, bytesMax);
        return varintBytes(size) + size;
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        int rest = payload.size();
        for (; rest >= 0x80; rest >>>= 7) out.put((byte) (rest | 0x80));
        out.put((byte) rest);
        out.put(payload);
    }

    @Override
    public int wireBytesMax() {
        return headerBytesMax + bytesMax;
    }

    /** The name that {@link Codec#parse} understands. */
    @Override
    public String toString() {
        return "varint:" + bytesMax;
    }
}
