package io.fairlead.frame;

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
     * @return the payload, a view into {@code in} that is valid until the buffer is next asked for a
     *     frame or for space; null if more bytes are needed
     * @throws FrameException if no further bytes can make a frame
     */
    @Nullable Frame decode(IoBuffer in) throws FrameException;

    /**
     * Takes what is left when no more bytes will come. Called until it returns null.
     *
     * @return a last frame, for codecs where the end of the stream ends a frame
     * @throws FrameException if the stream ended inside a frame
     */
    @Nullable Frame decodeEnd(IoBuffer in) throws FrameException;

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

    /** Bytes as they come: whatever one read brings is a frame. */
    static Codec raw() {
        return RawCodec.INSTANCE;
    }
}
