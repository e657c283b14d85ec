package io.fairlead.session;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.IoBuffer;

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
