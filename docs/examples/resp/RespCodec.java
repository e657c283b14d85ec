import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.TypedCodec;

/**
 * Whole values of RESP2, the protocol of Redis: {@code *2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n}. Who looks
 * for the end of a value has to read it, so it is read once: the frame has it attached.
 */
record RespCodec(int maxBytes) implements Codec, TypedCodec<Value> {
    // region: typed
    @Override
    public Frame decode(IoBuffer in) throws FrameException {
        RespReader reader = new RespReader(in, maxBytes);
        Value value = reader.next(0);
        if (reader.at > maxBytes || (value == null && in.size() >= maxBytes)) {
            throw new FrameException("a value of more than " + maxBytes + " bytes");
        }
        return value == null ? null : in.take(0, reader.at, 0).attach(value);
    }

    @Override
    public Value toMessage(Frame frame) {
        return frame.attachment(Value.class);
    }

    @Override
    public Frame toFrame(Value value) {
        return value.frame();
    }

    @Override
    public Codec framing() {
        return this;
    }

    // endregion

    @Override
    public int encodedBytes(Frame value) {
        return value.size();
    }

    @Override
    public void encode(Frame value, IoBuffer out) {
        out.put(value);
    }

    @Override
    public int wireBytesMax() {
        return maxBytes;
    }
}
