package io.fairlead.tls.keylog;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client's random number in its ClientHello (RFC 8446 section 4.1.2), which may be cut
 * into records at any place. A second hello has the same one.
 *
 * <pre>
 *   record      type 1 | version 2 | length 2 | handshake
 *   handshake   type 1 | length 3 | version 2 | random 32 | ...
 * </pre>
 */
final class HelloRandom {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int HEADER_BYTES = 5;
    private static final int RANDOM_AT = 6;
    private static final int RANDOM_END = RANDOM_AT + 32;

    private final byte[] begin = new byte[RANDOM_END];
    private int known;
    private volatile @Nullable String hex;

    /** In hexadecimal digits; null while it is not known. */
    @Nullable String hex() {
        return hex;
    }

    void look(ByteBuffer record, int bytes) {
        if (hex != null || bytes < HEADER_BYTES || record.get(0) != HANDSHAKE) return;
        int taken = Math.min(bytes - HEADER_BYTES, RANDOM_END - known);
        record.get(HEADER_BYTES, begin, known, taken);
        known += taken;
        if (known < RANDOM_END || begin[0] != CLIENT_HELLO) return;
        hex = HexFormat.of().formatHex(begin, RANDOM_AT, RANDOM_END);
    }
}
