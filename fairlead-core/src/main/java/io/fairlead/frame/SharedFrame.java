package io.fairlead.frame;

import org.jspecify.annotations.Nullable;

/**
 * A frame that goes to many: what one of them has encoded, the others copy. Safe for any thread.
 */
public final class SharedFrame {
    private final Frame payload;
    private volatile @Nullable Encoded encoded;

    private record Encoded(Codec codec, Frame bytes) {}

    private SharedFrame(Frame payload) {
        this.payload = payload;
    }

    /** A frame for many; valid as long as {@code payload} is. */
    public static SharedFrame of(Frame payload) {
        payload.size(); // says so now if it has expired
        return new SharedFrame(payload);
    }

    /** What is to be sent. */
    public Frame payload() {
        return payload;
    }

    /** What {@code codec} has made of it; null if another codec was the last, or none. */
    public @Nullable Frame encodedBy(Codec codec) {
        Encoded known = encoded;
        return known != null && known.codec().equals(codec) ? known.bytes() : null;
    }

    /**
     * Keeps what {@code codec} has made of it, for the next ones.
     *
     * @param bytes as they go over the wire, which stay valid
     */
    public void keep(Codec codec, Frame bytes) {
        encoded = new Encoded(codec, bytes);
    }
}
