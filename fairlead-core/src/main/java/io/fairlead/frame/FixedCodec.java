package io.fairlead.frame;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one fixed size, one after the other, with nothing between them.
 *
 * <p>Immutable and safe for any thread. Made by {@link Codec#fixed}.
 */
public final class FixedCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    private final int frameBytes;

    FixedCodec(int frameBytes) {
        this.frameBytes = FrameLimit.checked(frameBytes);
    }

    @Override
    public @Nullable Frame decode(IoBuffer in) {
        return in.size() < frameBytes ? null : in.take(0, frameBytes, 0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the payload is longer or shorter than a frame
     */
    @Override
    public int encodedBytes(Frame payload) {
        if (payload.size() != frameBytes) {
            throw new IllegalArgumentException(
                    "a payload of "
                            + payload.size()
                            + " bytes; each frame is "
                            + frameBytes
                            + " bytes exactly");
        }
        return frameBytes;
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.put(payload);
    }

    @Override
    public int wireBytesMax() {
        return frameBytes;
    }

    /** The name that {@link Codec#parse} understands. */
    @Override
    public String toString() {
        return "fixed:" + frameBytes;
    }
}
