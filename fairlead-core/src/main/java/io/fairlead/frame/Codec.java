package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames, and back.
 *
 * <p>A codec holds no state (what it has seen is in the buffer), so one object serves any number of
 * connections and threads.
 */
public interface Codec {
    /** The longest frame payload, in bytes, where nothing else is said: 64 KiB. */
    int FRAME_BYTES_MAX = 64 * 1024;

    /**
     * Takes the next whole frame out of {@code in}, by {@link IoBuffer#take}.
     *
     * @return the payload, a view into {@code in} that is valid until the buffer is next asked for
     *     a frame or for space; null if more bytes are needed
     * @throws FrameException if no further bytes can make a frame
     */
    @Nullable Frame decode(IoBuffer in) throws FrameException;

    /**
     * Looks at how a stream begins, where a codec cares: called before {@link #decode}, with all
     * bytes so far, until that has returned the first frame.
     *
     * @throws FrameException if the stream is of another protocol
     */
    default void checkBeginning(IoBuffer in) throws FrameException {}

    /**
     * Takes what is left when no more bytes will come. Called until it returns null.
     *
     * <p>Where nothing else is said, the stream must end between two frames.
     *
     * @return a whole frame that is left, or a last frame where the end of the stream ends one
     * @throws FrameException if the stream ended inside a frame
     */
    default @Nullable Frame decodeEnd(IoBuffer in) throws FrameException {
        Frame frame = decode(in);
        if (frame == null && in.size() > 0) throw FrameLimit.endedInside(in);
        return frame;
    }

    /**
     * Bytes that {@code payload} takes on the wire.
     *
     * @throws IllegalArgumentException if it cannot be sent as one frame: it is too long, or holds
     *     what ends a frame
     */
    int encodedBytes(Frame payload);

    /**
     * Appends {@code payload} to {@code out} as one frame. The caller has asked {@link
     * #encodedBytes} and has reserved as much.
     */
    void encode(Frame payload, IoBuffer out);

    /** Bytes that the longest frame takes on the wire. */
    int wireBytesMax();

    // ---- the codecs that ship ----

    /** Bytes as they come: whatever one read brings is a frame. */
    static Codec raw() {
        return RawCodec.INSTANCE;
    }

    /** Lines of up to {@link #FRAME_BYTES_MAX} bytes, ended by LF, CR LF or CR NUL. */
    static LineCodec lines() {
        return lines(FRAME_BYTES_MAX);
    }

    /**
     * Lines, ended by LF, CR LF or CR NUL.
     *
     * @param maxBytes the longest line, in bytes, without its end
     */
    static LineCodec lines(int maxBytes) {
        return new LineCodec(maxBytes);
    }

    /**
     * Frames ended by {@code delimiter}.
     *
     * @param delimiter 1 to 64 bytes, which are copied
     */
    static DelimiterCodec delimited(byte[] delimiter) {
        return new DelimiterCodec(delimiter);
    }

    /** Frames ended by the UTF-8 bytes of {@code delimiter}, 1 to 64 of them. */
    static DelimiterCodec delimited(String delimiter) {
        return delimited(delimiter.getBytes(UTF_8));
    }

    /** Frames of {@code frameBytes} bytes each, at least 1. */
    static FixedCodec fixed(int frameBytes) {
        return new FixedCodec(frameBytes);
    }

    /**
     * Frames after their length: an unsigned big-endian number of {@code lengthBytes} bytes, which
     * counts the payload alone. The options of {@link LengthCodec} change all of this.
     *
     * @param lengthBytes 1, 2, 3, 4 or 8
     */
    static LengthCodec lengthPrefixed(int lengthBytes) {
        return new LengthCodec(lengthBytes);
    }

    /** Frames after their length as a varint, as in Protocol Buffers' delimited messages. */
    static VarintCodec varintPrefixed() {
        return new VarintCodec(FRAME_BYTES_MAX);
    }

    /**
     * The codec of a name: {@code lines}, {@code lines:4096}, {@code crlf}, {@code text} (strict
     * lines), {@code text-crlf}, {@code raw}, {@code fixed:32}, {@code length:4}, {@code
     * length:4le}, {@code varint}, or {@code delimiter:} and text with the escapes of C, as in
     * {@code delimiter:\\0}.
     *
     * @throws IllegalArgumentException if there is no such codec; the message lists those there are
     */
    static Codec parse(String name) {
        return CodecNames.parse(name);
    }
}
