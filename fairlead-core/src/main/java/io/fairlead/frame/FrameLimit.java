package io.fairlead.frame;

/** What all codecs say when a frame is too long, or a limit makes no sense. */
final class FrameLimit {
    /** The largest limit a codec accepts, in bytes: with any header it still fits one chunk. */
    static final int BYTES_MAX = (1 << 30) - 64;

    private FrameLimit() {}

    /** {@code bytesMax}, if a codec can keep to it. */
    static int checked(int bytesMax) {
        if (bytesMax < 1 || bytesMax > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a frame limit of "
                            + bytesMax
                            + " bytes; it must be from 1 to "
                            + BYTES_MAX
                            + " bytes");
        }
        return bytesMax;
    }

    /** The size of {@code payload}, if it keeps the limit of the codec that is to send it. */
    static int sizeOf(Frame payload, int bytesMax) {
        int size = payload.size();
        if (size > bytesMax) {
            throw new IllegalArgumentException(
                    "a payload of "
                            + size
                            + " bytes; the codec's limit is "
                            + bytesMax
                            + ": send it in pieces, or raise the limit at both ends");
        }
        return size;
    }

    /** A header announced {@code bytes}, an unsigned number, and that is above the limit. */
    static FrameException announced(long bytes, int bytesMax) {
        return new FrameException(
                "frame of "
                        + Long.toUnsignedString(bytes)
                        + " bytes announced; the limit is "
                        + bytesMax);
    }

    /** No more bytes will come, and those left are not a frame. */
    static FrameException endedInside(IoBuffer in) {
        return new FrameException(
                "stream ended inside a frame; " + in.size() + " bytes of it had arrived");
    }
}
