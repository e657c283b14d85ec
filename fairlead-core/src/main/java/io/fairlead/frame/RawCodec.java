package io.fairlead.frame;

import org.jspecify.annotations.Nullable;

/** No framing: whatever has arrived is a frame. */
final class RawCodec implements Codec {
    static final RawCodec INSTANCE = new RawCodec();

    private RawCodec() {}

    @Override
    public @Nullable Frame decode(IoBuffer in) {
        int size = in.size();
        return size == 0 ? null : in.take(0, size, 0);
    }

    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) {
        return decode(in);
    }

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
}
