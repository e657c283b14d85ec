package io.fairlead.frame;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Frames end with a delimiter of 1 to 64 bytes, which is not part of the payload.
 *
 * <p>The earliest place where the whole delimiter stands ends the frame: with {@code aab}, the
 * bytes {@code aaab} are the frame {@code a}. The stream must end right after a delimiter.
 * Searching costs at most as many comparisons per byte as the delimiter has bytes.
 *
 * <p>Immutable and safe for any thread. Made by {@link Codec#delimited(byte[])}.
 */
public final class DelimiterCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    /** The longest delimiter, in bytes. */
    public static final int DELIMITER_BYTES_MAX = 64;

    private final byte[] delimiter;
    private final Frame delimiterFrame;
    // Each k for which the delimiter, moved on by k, lies over itself: "abab" has 2.
    private final int[] overlaps;
    private final int bytesMax;

    DelimiterCodec(byte[] delimiter) {
        this(checked(delimiter), FRAME_BYTES_MAX);
    }

    private DelimiterCodec(byte[] delimiter, int bytesMax) {
        this.delimiter = delimiter;
        this.bytesMax = bytesMax;
        delimiterFrame = Frame.of(delimiter);
        overlaps = IntStream.range(1, delimiter.length).filter(this::overlapsAt).toArray();
    }

    /** What is written of a codec: the rest follows from it. */
    private record Written(String delimiter, int bytesMax) implements Serializable {
        private Object readResolve() {
            return new DelimiterCodec(delimiter.getBytes(ISO_8859_1), bytesMax);
        }
    }

    private Object writeReplace() {
        return new Written(new String(delimiter, ISO_8859_1), bytesMax);
    }

    private static byte[] checked(byte[] delimiter) {
        if (delimiter.length < 1 || delimiter.length > DELIMITER_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a delimiter of "
                            + delimiter.length
                            + " bytes; it must have 1 to "
                            + DELIMITER_BYTES_MAX
                            + " bytes");
        }
        return delimiter.clone();
    }

    private boolean overlapsAt(int k) {
        int rest = delimiter.length - k;
        return Arrays.equals(delimiter, k, delimiter.length, delimiter, 0, rest);
    }

    /**
     * This codec with another limit.
     *
     * @param bytesMax the longest payload, in bytes
     */
    public DelimiterCodec maxBytes(int bytesMax) {
        return new DelimiterCodec(delimiter, FrameLimit.checked(bytesMax));
    }

    /**
     * {@inheritDoc}
     *
     * @throws FrameException if the frame is longer than the limit: when as many bytes are here as
     *     the longest frame and its delimiter take, and none of them ends it
     */
    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        int size = in.size();
        if (size == in.scanned()) return null;
        long start = in.start();
        int searched = Math.min(size, wireBytesMax());
        long last = find(in.backing(), start, start + in.scanned(), start + searched);
        if (last < start + searched) {
            int length = (int) (last - start) + 1 - delimiter.length;
            return in.take(0, length, delimiter.length);
        }
        if (size >= wireBytesMax()) {
            throw new FrameException("frame without a delimiter in " + bytesMax + " bytes");
        }
        in.scannedTo(size);
        return null;
    }

    /**
     * Offset of the last byte of the first delimiter that ends in [{@code from}, {@code to}) and
     * starts at {@code start} or later; {@code to} if there is none. Looking for the last byte
     * means that no byte needs to be searched twice when more arrive.
     */
    private long find(MemorySegment memory, long start, long from, long to) {
        byte wanted = delimiter[delimiter.length - 1];
        long at = Math.max(from, start + delimiter.length - 1);
        while (at < to) {
            at = Bytes.indexOf(memory, at, to, wanted);
            if (at < to && endsAt(memory, at)) return at;
            at++;
        }
        return to;
    }

    private boolean endsAt(MemorySegment memory, long last) {
        int i = delimiter.length - 2;
        long at = last - 1;
        while (i >= 0 && memory.get(JAVA_BYTE, at) == delimiter[i]) {
            i--;
            at--;
        }
        return i < 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the payload is longer than the limit, holds the
     *     delimiter, or makes an earlier one together with the delimiter that follows it
     */
    @Override
    public int encodedBytes(Frame payload) {
        int size = FrameLimit.sizeOf(payload, bytesMax);
        long start = payload.start();
        long last = find(payload.backing(), start, start, start + size);
        if (last < start + size) throw holdsDelimiter((int) (last - start) + 1 - delimiter.length);
        for (int k : overlaps) {
            if (endsWithFirst(k, payload)) throw holdsDelimiter(size - k);
        }
        return size + delimiter.length;
    }

    private boolean endsWithFirst(int k, Frame payload) {
        int from = payload.size() - k;
        int i = 0;
        while (from >= 0 && i < k && payload.byteAt(from + i) == delimiter[i]) i++;
        return i == k;
    }

    private static IllegalArgumentException holdsDelimiter(int at) {
        return new IllegalArgumentException(
                "the payload and its delimiter contain a delimiter at offset "
                        + at
                        + ", where the receiver would cut: escape it, or announce lengths instead");
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.put(payload);
        out.put(delimiterFrame);
    }

    @Override
    public int wireBytesMax() {
        return bytesMax + delimiter.length;
    }

    /** The name that {@link Codec#parse} understands; it has no place for the limit. */
    @Override
    public String toString() {
        String hex = HexFormat.of().withPrefix("\\x").formatHex(delimiter);
        return "delimiter:" + hex;
    }
}
