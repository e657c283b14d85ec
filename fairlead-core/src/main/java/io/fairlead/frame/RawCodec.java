package io.fairlead.frame;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** No framing: whatever has arrived is a frame, {@link Codec#FRAME_BYTES_MAX} bytes at most. */
final class RawCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;

    static final RawCodec INSTANCE = new RawCodec();

    private RawCodec() {}

    private Object readResolve() {
        return INSTANCE;
    }

    @Override
    public @Nullable Frame decode(IoBuffer in) {
        int size = Math.min(in.size(), FRAME_BYTES_MAX);
        return size == 0 ? null : in.take(0, size, 0);
    }

    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) {
        return decode(in);
    }

    /** {@inheritDoc} Without frames there is none that is too long. */
    @Override
    public int encodedBytes(Frame payload) {
        return payload.size();
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.put(payload);
    }

    @Override
    public int wireBytesMax() {
        return FRAME_BYTES_MAX;
    }

    /** The name that {@link Codec#parse} understands. */
    @Override
    public String toString() {
        return "raw";
    }
}
