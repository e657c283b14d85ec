package io.fairlead.services;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Text that peers send and get in an encoding of theirs, and that services see as UTF-8: in lines,
 * or as it comes. Characters that the encoding lacks are sent as {@code ?}, and malformed ones are
 * received as U+FFFD; a byte order mark at the beginning of a frame is dropped.
 *
 * <p>The encoding has units of one size: UTF-16 or UTF-32 with their byte order, or one byte for
 * each character. A line end is LF, or CR LF, in such units.
 *
 * <p>Immutable and safe for any thread. It allocates memory for each frame.
 */
public final class TextCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    private static final int TWO = 2;
    private static final Set<String> WIDE = Set.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE");

    private final String charset; // its name, as a Charset cannot be serialized
    private final int unit;
    private final int bytesMax;
    private final boolean lines;

    private TextCodec(Charset charset, int bytesMax, boolean lines) {
        this.charset = charset.name();
        this.bytesMax = bytesMax;
        this.lines = lines;
        unit = unitOf(charset);
    }

    private static int unitOf(Charset charset) {
        String name = charset.name();
        if (WIDE.contains(name)) return name.startsWith("UTF-16") ? TWO : 2 * TWO;
        if (charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1) return 1;
        throw new IllegalArgumentException(
                name
                        + " is none of utf-16le, utf-16be, utf-32le, utf-32be, and not one byte for"
                        + " each character, as iso-8859-1");
    }

    /**
     * Frames are lines.
     *
     * @param charset the peers' encoding
     * @param bytesMax the longest line, in bytes as they are on the wire, without its end
     * @throws IllegalArgumentException if the encoding is not one of those above
     */
    public static TextCodec lines(Charset charset, int bytesMax) {
        return new TextCodec(charset, bytesMax, true);
    }

    /**
     * Frames are what one read brings, up to the last whole character.
     *
     * @param charset the peers' encoding
     * @throws IllegalArgumentException if the encoding is not one of those above
     */
    public static TextCodec raw(Charset charset) {
        return new TextCodec(charset, FRAME_BYTES_MAX, false);
    }

    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        return lines ? decodeLine(in) : decodeRaw(in);
    }

    private @Nullable Frame decodeRaw(IoBuffer in) {
        int size = Math.min(in.size(), bytesMax) / unit * unit;
        if (size > unit && isHalf(in, size - unit)) size -= unit;
        return size == 0 ? null : take(in, size, 0);
    }

    /** Whether the unit is the first half of a character of UTF-16. */
    private boolean isHalf(IoBuffer in, int at) {
        return unit == TWO && Character.isHighSurrogate((char) unitAt(in, at));
    }

    private @Nullable Frame decodeLine(IoBuffer in) throws FrameException {
        int size = in.size() / unit * unit;
        int end = in.scanned() / unit * unit;
        while (end < size && unitAt(in, end) != '\n') end += unit;
        boolean cr = end > 0 && unitAt(in, end - unit) == '\r';
        int length = cr ? end - unit : end;
        if (length > bytesMax) throw new FrameException("line longer than " + bytesMax + " bytes");
        if (end < size) return take(in, length, end + unit - length);
        in.scannedTo(size);
        return null;
    }

    private long unitAt(IoBuffer in, int at) {
        if (unit == 1) return in.byteAt(at);
        long value = 0;
        boolean little = charset.endsWith("LE");
        for (int i = 0; i < unit; i++) {
            value =
                    (value << 8)
                            | Byte.toUnsignedInt(in.byteAt(little ? at + unit - 1 - i : at + i));
        }
        return value;
    }

    private Frame take(IoBuffer in, int length, int trailer) {
        String text = new String(in.take(0, length, trailer).bytes(), Charset.forName(charset));
        return Frame.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** {@inheritDoc} An unfinished last line is a line. */
    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) throws FrameException {
        Frame frame = decode(in);
        if (frame != null || in.size() == 0) return frame;
        if (in.size() % unit == 0) return take(in, in.size(), 0);
        throw new FrameException(
                String.format(
                        Locale.ROOT,
                        "the stream ended inside a character: %s has %d bytes for each",
                        charset,
                        unit));
    }

    private byte[] bytes(Frame payload) {
        String text = payload.text();
        if (lines && text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "the payload contains a line end: send one frame per line");
        }
        return (lines ? text + "\n" : text).getBytes(Charset.forName(charset));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if it is longer than the limit, or a line with a line end
     */
    @Override
    public int encodedBytes(Frame payload) {
        int bytes = bytes(payload).length;
        if (lines && bytes > bytesMax + unit) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "the payload takes %d bytes in %s; a line has at most %d",
                            bytes,
                            charset,
                            bytesMax));
        }
        return bytes;
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.put(Frame.of(bytes(payload)));
    }

    @Override
    public int wireBytesMax() {
        return lines ? bytesMax + TWO * unit : bytesMax;
    }

    @Override
    public String toString() {
        return (lines ? "lines:" + bytesMax : "raw") + " in " + charset;
    }
}
