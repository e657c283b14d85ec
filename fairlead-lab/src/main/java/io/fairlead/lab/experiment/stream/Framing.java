package io.fairlead.lab.experiment.stream;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.Slab;
import java.util.ArrayList;
import java.util.List;

/** One end of a stream with messages in it, by a codec of Fairlead's. For one thread. */
final class Framing {
    private static final int BYTES_MAX = 64 * 1024;

    private final Codec codec;
    private final IoBuffer buffer = new IoBuffer(new Slab(BYTES_MAX));

    Framing(Codec codec) {
        this.codec = codec;
    }

    /** Messages as they go over the wire. */
    static byte[] encode(Codec codec, List<String> messages) {
        IoBuffer out = new IoBuffer(new Slab(BYTES_MAX));
        for (String message : messages) {
            Frame frame = Frame.of(message);
            if (!out.reserve(codec.encodedBytes(frame))) throw new IllegalStateException("full");
            codec.encode(frame, out);
        }
        byte[] bytes = out.take(0, out.size(), 0).bytes();
        out.release();
        return bytes;
    }

    /** Bytes have come: the messages that are whole by now; a rest is kept. */
    List<String> decode(byte[] bytes) throws FrameException {
        if (!buffer.reserve(bytes.length)) throw new IllegalStateException("full");
        buffer.put(Frame.of(bytes));
        List<String> messages = new ArrayList<>();
        Frame frame = codec.decode(buffer);
        while (frame != null) {
            messages.add(frame.text());
            frame = codec.decode(buffer);
        }
        buffer.releaseIfEmpty();
        return messages;
    }
}
