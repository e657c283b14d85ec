package io.fairlead.load;

import java.util.SplittableRandom;

/**
 * The content of each message. Immutable.
 *
 * <p>A payload of a size is stamped: every message has its own number and that of its connection in
 * it, at the start and again after each 1,024 bytes, so that bytes which come back in another
 * order, or on another connection, are told. A payload that was given is sent as it is.
 */
public final class Payload {
    /** Bytes of a stamp: 8 digits of the message, 8 of the connection. */
    static final int STAMP_BYTES = 16;

    /** A stamp begins at each multiple of this. */
    static final int STAMP_EVERY = 1024;

    /** The longest payload, 64 MiB. */
    public static final int BYTES_MAX = 64 << 20;

    /** The longest payload of a datagram over IPv4. */
    static final int DATAGRAM_BYTES_MAX = 65_507;

    private static final long SEED = 4;

    // Upper case and digits: a server that changes case, or cuts lines, sends them back unchanged.
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private final byte[] content;
    private final boolean stamped;

    private Payload(byte[] content, boolean stamped) {
        if (content.length < 1 || content.length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a message must have from 1 byte to 64 MiB, not " + content.length + " bytes");
        }
        this.content = content;
        this.stamped = stamped;
    }

    /**
     * Upper-case letters and digits that no other message of the run has in the same order.
     *
     * @param bytes 1 to {@link #BYTES_MAX}
     */
    public static Payload ofSize(int bytes) {
        byte[] content = new byte[Math.clamp(bytes, 0, BYTES_MAX + 1)];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        return new Payload(content, true);
    }

    /** These bytes, in each message the same. */
    public static Payload of(byte[] content) {
        return new Payload(content.clone(), false);
    }

    /** Bytes of a message without its framing. */
    public int bytes() {
        return content.length;
    }

    boolean isStamped() {
        return stamped;
    }

    byte[] content() {
        return content;
    }
}
