package io.fairlead.packet.tls;

import io.fairlead.packet.Octets;
import java.util.Arrays;

/**
 * A record (RFC 8446 section 5.1). Immutable.
 *
 * @param type what it carries: one of the constants, or another number
 * @param header its first five bytes
 * @param body what follows them
 */
public record TlsRecord(int type, Octets header, Octets body) {
    public static final int CHANGE_CIPHER_SPEC = 20;
    public static final int ALERT = 21;
    public static final int HANDSHAKE = 22;
    public static final int APPLICATION_DATA = 23;

    /** How long a header is. */
    public static final int HEADER_BYTES = 5;

    /** As RFC 5246 has it; those of TLS 1.3 are shorter. */
    static final int BODY_BYTES_MAX = (1 << 14) + 2048;

    /**
     * How many bytes a record has that begins so, its header included; 0 while that is not known.
     *
     * @param begin its first bytes, at least one
     * @return -1 if no record of TLS begins so
     */
    static int bytes(byte[] begin, int known) {
        int type = begin[0];
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) return -1;
        if (known > 1 && begin[1] != 3) return -1;
        if (known > 2 && (begin[2] < 0 || begin[2] > 4)) return -1;
        if (known < HEADER_BYTES) return 0;
        int body = (begin[3] & 0xff) << 8 | (begin[4] & 0xff);
        boolean empty = body == 0 && type != APPLICATION_DATA;
        return empty || body > BODY_BYTES_MAX ? -1 : HEADER_BYTES + body;
    }

    /** Whether bytes that begin so, if there are enough to tell, are those of a record. */
    public static boolean begins(Octets begin) {
        byte[] head = begin.atMost(HEADER_BYTES).toArray();
        return head.length >= 3 && bytes(head, head.length) >= 0; // fewer say too little
    }

    static TlsRecord of(byte[] whole) {
        byte[] header = Arrays.copyOf(whole, HEADER_BYTES);
        Octets body = Octets.of(whole).from(HEADER_BYTES);
        return new TlsRecord(whole[0], Octets.of(header), body);
    }
}
