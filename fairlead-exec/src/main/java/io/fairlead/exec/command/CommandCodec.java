package io.fairlead.exec.command;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Lines in; bytes out, as an answer is made of many lines at a time. Immutable. */
final class CommandCodec implements Codec, Serializable {
    private static final long serialVersionUID = 1;
    static final int LINE_BYTES_MAX = 4_096;
    private static final Codec LINES = Codec.lines(LINE_BYTES_MAX).refuseForeign();

    @Override
    public void checkBeginning(IoBuffer in) throws FrameException {
        LINES.checkBeginning(in);
    }

    @Override
    public @Nullable Frame decode(IoBuffer in) throws FrameException {
        return LINES.decode(in);
    }

    @Override
    public @Nullable Frame decodeEnd(IoBuffer in) throws FrameException {
        return LINES.decodeEnd(in);
    }

    @Override
    public int encodedBytes(Frame payload) {
        return Codec.raw().encodedBytes(payload);
    }

    @Override
    public void encode(Frame payload, IoBuffer out) {
        Codec.raw().encode(payload, out);
    }

    @Override
    public int wireBytesMax() {
        return LINES.wireBytesMax();
    }
}
