package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;
import io.fairlead.frame.SharedFrame;
import io.fairlead.frame.Slab;
import org.jspecify.annotations.Nullable;

/**
 * A codec as an {@link Outbox} calls it: a frame is encoded whole, or not at all. No object, as
 * each idle connection would keep one.
 */
final class Encoder {
    private Encoder() {}

    /**
     * Bytes that {@code frame} takes when it is encoded.
     *
     * @throws IllegalArgumentException if the frame cannot be sent as one: its sender's fault
     */
    static int bytes(Codec codec, Frame frame) throws CodecFailure {
        int size = frame.size(); // that it has expired is its sender's fault
        int bytes;
        try {
            bytes = codec.encodedBytes(frame);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw new CodecFailure(e);
        }
        if (bytes >= 0) return bytes;
        String count = "codec: encodedBytes of a frame of " + size + " bytes is " + bytes;
        throw new CodecFailure(new IllegalStateException(count));
    }

    /**
     * The bytes that {@code codec} makes of {@code frame}, made by the first who asks for them.
     *
     * @return null if there is no memory for it: each has to encode by itself
     */
    static @Nullable Frame shared(Codec codec, SharedFrame frame, Slab slab) throws CodecFailure {
        if (codec.equals(Codec.raw())) return frame.payload();
        Frame known = frame.encodedBy(codec);
        if (known != null) return known;
        int bytes = bytes(codec, frame.payload());
        if (bytes == 0) return Frame.of(new byte[0]);
        IoBuffer buffer = new IoBuffer(slab);
        if (!buffer.reserve(bytes)) return null;
        try {
            encode(codec, frame.payload(), buffer, bytes);
            Frame encoded = buffer.take(0, bytes, 0).copy();
            frame.keep(codec, encoded);
            return encoded;
        } finally {
            buffer.release();
        }
    }

    /**
     * Appends the {@code bytes} of {@code frame} to {@code last}. A codec that fails at it leaves
     * what was there before, or less, if it has taken from that.
     */
    static void encode(Codec codec, Frame frame, IoBuffer last, int bytes) throws CodecFailure {
        int before = last.size();
        try {
            codec.encode(frame, last);
            int written = last.size() - before;
            if (written == bytes) return;
            throw new IllegalStateException(
                    "codec: encode wrote " + written + " bytes, encodedBytes had said " + bytes);
        } catch (Throwable e) { // also an Error: half a frame must not stay
            last.cutTo(Math.min(before, last.size()));
            throw new CodecFailure(e);
        }
    }
}
