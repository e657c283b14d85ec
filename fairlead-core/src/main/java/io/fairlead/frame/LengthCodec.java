package io.fairlead.frame;

import java.io.Serializable;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Frames announce their length in a number of 1, 2, 3, 4 or 8 bytes, which is unsigned.
 *
 * <pre>
 *   | length | payload ...          lengthPrefixed(4): the payload is what follows the length
 *   | fields | length | body ...    fieldsBefore(2): the payload is all of it, header included
 * </pre>
 *
 * <p>A length above the limit, or below what it must count, is refused as soon as the header is
 * here: nothing is waited for, and no memory is asked for, on the word of a peer.
 *
 * <p>Immutable and safe for any thread. Made by {@link Codec#lengthPrefixed}; each option returns
 * another codec.
 */
public final class LengthCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    /** What the announced number counts beside the bytes after the length field. */
    private enum Counts {
        NOTHING,
        LENGTH,
        HEADER
    }

    private final int lengthBytes;
    private final ByteOrder order;
    private final Counts counts;
    private final int fieldBytes;
    private final int bytesMax;

    // What follows from the five above.
    private final int headerBytes; // fields and length
    private final int skipped; // header bytes that are not shown
    private final int counted; // bytes the announced number counts beside the body
    private final int bodyMax; // most bytes after the header: the limit's word, or the field's

    LengthCodec(int lengthBytes) {
        this(checkedWidth(lengthBytes), ByteOrder.BIG_ENDIAN, Counts.NOTHING, 0, FRAME_BYTES_MAX);
    }

    private LengthCodec(
            int lengthBytes, ByteOrder order, Counts counts, int fieldBytes, int bytesMax) {
        this.lengthBytes = lengthBytes;
        this.order = order;
        this.counts = counts;
        this.fieldBytes = fieldBytes;
        this.bytesMax = bytesMax;
        headerBytes = fieldBytes + lengthBytes;
        skipped = fieldBytes == 0 ? lengthBytes : 0;
        counted =
                switch (counts) {
                    case NOTHING -> 0;
                    case LENGTH -> lengthBytes;
                    case HEADER -> headerBytes;
                };
        long sayable = lengthBytes == Long.BYTES ? Long.MAX_VALUE : (1L << (8 * lengthBytes)) - 1;
        int headerShown = headerBytes - skipped;
        bodyMax = (int) Math.min(bytesMax - headerShown, sayable - counted);
        if (bodyMax < 0) {
            throw new IllegalArgumentException(
                    "a header of " + headerBytes + " bytes leaves no space for a payload: " + this);
        }
    }

    /** What is written of a codec: a {@link ByteOrder} cannot be. */
    private record Written(
            int lengthBytes, boolean little, Counts counts, int fieldBytes, int bytesMax)
            implements Serializable {
        private Object readResolve() {
            ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            return new LengthCodec(lengthBytes, order, counts, fieldBytes, bytesMax);
        }
    }

    private Object writeReplace() {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        return new Written(lengthBytes, little, counts, fieldBytes, bytesMax);
    }

    private static int checkedWidth(int lengthBytes) {
        return switch (lengthBytes) {
            case 1, 2, 3, 4, 8 -> lengthBytes;
            default ->
                    throw new IllegalArgumentException(
                            "a length of " + lengthBytes + " bytes; it must be 1, 2, 3, 4 or 8");
        };
    }

    /** This codec, but the lowest byte of the length comes first; the highest does otherwise. */
    public LengthCodec littleEndian() {
        return new LengthCodec(lengthBytes, ByteOrder.LITTLE_ENDIAN, counts, fieldBytes, bytesMax);
    }

    /** This codec, but the length counts the whole message: fields, itself and what follows. */
    public LengthCodec countsHeader() {
        return new LengthCodec(lengthBytes, order, Counts.HEADER, fieldBytes, bytesMax);
    }

    /** This codec, but the length counts itself and what follows (as PostgreSQL has it). */
    public LengthCodec countsLength() {
        return new LengthCodec(lengthBytes, order, Counts.LENGTH, fieldBytes, bytesMax);
    }

    /**
     * This codec for messages with {@code bytes} bytes before the length. The payload is then the
     * whole message with its header; to send one, leave any bytes in the length's place: it is
     * written for you.
     *
     * @param bytes 0 to 64
     */
    public LengthCodec fieldsBefore(int bytes) {
        if (bytes < 0 || bytes > 64) {
            throw new IllegalArgumentException(
                    bytes + " bytes before the length; it must be 0 to 64");
        }
        return new LengthCodec(lengthBytes, order, counts, bytes, bytesMax);
    }

    /**
     * This codec with another limit.
     *
     * @param bytesMax the longest payload, in bytes; a limit above what the length can say is
     *     lowered to that
     */
    public LengthCodec maxBytes(int bytesMax) {
        return new LengthCodec(
                lengthBytes, order, counts, fieldBytes, FrameLimit.checked(bytesMax));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FrameException if the header announces more than the limit, or less than it counts
     */
    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        if (in.size() < headerBytes) return null;
        long announced = in.unsignedAt(fieldBytes, lengthBytes, order);
        // Unsigned and before any sum: what passes is small enough to add to.
        if (Long.compareUnsigned(announced, bodyMax + (long) counted) > 0) {
            throw FrameLimit.announced(announced, announcedMax());
        }
        if (announced < counted) throw tooShort(announced);
        int rest = (int) announced - counted;
        if (in.size() - headerBytes < rest) return null;
        return in.take(skipped, headerBytes - skipped + rest, 0);
    }

    private int announcedMax() {
        return bodyMax + counted;
    }

    private FrameException tooShort(long announced) {
        return new FrameException(
                "frame of "
                        + announced
                        + " bytes announced; the length counts "
                        + counted
                        + " bytes of header");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the payload is longer than the limit, or with {@link
     *     #fieldsBefore} shorter than the header it must hold
     */
    @Override
    public int encodedBytes(Frame payload) {
        int headerShown = headerBytes - skipped;
        int size = FrameLimit.sizeOf(payload, headerShown + bodyMax);
        if (size < headerShown) {
            throw new IllegalArgumentException(
                    "a payload of "
                            + size
                            + " bytes; it must start with its header of "
                            + headerShown
                            + " bytes: the fields, and space for the length");
        }
        return skipped + size;
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        int rest = payload.size() - (headerBytes - skipped);
        long announced = rest + (long) counted;
        if (skipped > 0) {
            out.putUnsigned(announced, lengthBytes, order);
            out.put(payload);
        } else {
            int at = out.size() + fieldBytes;
            out.put(payload);
            out.setUnsigned(at, announced, lengthBytes, order);
        }
    }

    @Override
    public int wireBytesMax() {
        return headerBytes + bodyMax;
    }

    /** The name that {@link Codec#parse} understands, and the options it has no name for. */
    @Override
    public String toString() {
        String name = "length:" + lengthBytes + (order == ByteOrder.LITTLE_ENDIAN ? "le" : "");
        String counting = counts == Counts.NOTHING ? "" : " counting " + counted;
        String fields = fieldBytes == 0 ? "" : " after " + fieldBytes;
        return name + counting + fields;
    }
}
