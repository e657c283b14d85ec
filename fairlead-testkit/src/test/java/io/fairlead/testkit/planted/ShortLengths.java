package io.fairlead.testkit.planted;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Frames after a length of two bytes, of which it believes that they always come together. */
final class ShortLengths implements Codec {
    private static final int HEAD = 2;

    @Override
    public @Nullable Frame decode(IoBuffer in) {
        if (in.size() == 0) return null;
        int head = Math.min(HEAD, in.size());
        int length = (int) in.unsignedAt(0, head, ByteOrder.BIG_ENDIAN);
        return in.size() < head + length ? null : in.take(head, length, 0);
    }

    @Override
    public int encodedBytes(Frame payload) {
        return HEAD + payload.size();
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        out.putUnsigned(payload.size(), HEAD, ByteOrder.BIG_ENDIAN);
        out.put(payload);
    }

    @Override
    public int wireBytesMax() {
        return HEAD + FRAME_BYTES_MAX;
    }
}
