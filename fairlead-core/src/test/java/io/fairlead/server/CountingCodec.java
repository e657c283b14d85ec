package io.fairlead.server;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The codec of a {@link Wire} that counts the frames it encodes. */
final class CountingCodec implements Codec {
    final AtomicInteger encoded = new AtomicInteger();

    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        return Rig.CODEC.decode(in);
    }

    @Override
    public int encodedBytes(Frame payload) {
        return Rig.CODEC.encodedBytes(payload);
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        encoded.incrementAndGet();
        Rig.CODEC.encode(payload, out);
    }

    @Override
    public int wireBytesMax() {
        return Rig.CODEC.wireBytesMax();
    }
}
