package io.fairlead.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Records of TLS, RFC 8446: what is not encrypted of them. */
final class TlsWords {
    private static final int RECORD_HEADER = 5;
    private static final int RECORD_BYTES_MAX = 16_640;
    private static final int CHANGE = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;
    private static final int SERVER_NAME = 0;
    private static final int VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;

    private TlsWords() {}

    static String of(byte[] head) {
        if (head.length < RECORD_HEADER || head[1] != 3 || head[2] < 0 || head[2] > 4) return "";
        int type = head[0];
        int length = (head[3] & 0xff) << 8 | (head[4] & 0xff);
        if (type < CHANGE || type > DATA || length == 0 || length > RECORD_BYTES_MAX) return "";
        try {
            return switch (type) {
                case CHANGE -> "TLS change of cipher";
                case ALERT -> alert(head, length);
                case HANDSHAKE -> handshake(head);
                default -> "TLS data, encrypted";
            };
        } catch (IndexOutOfBoundsException e) {
            return "TLS handshake"; // of which the rest is in another packet
        }
    }

    private static String alert(byte[] head, int length) {
        if (length != 2) return "TLS alert, encrypted";
        String name =
                switch (head[RECORD_HEADER + 1] & 0xff) {
                    case 0 -> "the end (close_notify)";
                    case 10 -> "unexpected message";
                    case 40 -> "handshake failure";
                    case 42, 43, 44, 45, 46 -> "the certificate is not accepted";
                    case 48 -> "the certificate's issuer is not known";
                    case 70 -> "no common version";
                    case 112 -> "no such server name";
                    case 116 -> "a certificate is required";
                    case 120 -> "no common application protocol";
                    default -> "number " + (head[RECORD_HEADER + 1] & 0xff);
                };
        return "TLS alert: " + name;
    }

    private static String handshake(byte[] head) {
        return switch (head[RECORD_HEADER]) {
            case 1 -> hello(head, true);
            case 2 -> hello(head, false);
            case 11 -> "TLS Certificate";
            case 4 -> "TLS session ticket";
            case 12, 14, 16 -> "TLS key exchange";
            default -> "TLS handshake";
        };
    }

    private static String hello(byte[] head, boolean ofClient) {
        Cursor cursor = new Cursor(head, RECORD_HEADER + 4);
        int version = cursor.u16();
        cursor.skip(32);
        cursor.skip(cursor.u8()); // session
        if (ofClient) {
            cursor.skip(cursor.u16()); // ciphers
            cursor.skip(cursor.u8()); // compression
        } else {
            cursor.skip(3);
        }
        String words = ofClient ? "TLS ClientHello" : "TLS ServerHello";
        try {
            return words + extensions(head, cursor, version, ofClient);
        } catch (IndexOutOfBoundsException e) {
            return words;
        }
    }

    private static String extensions(byte[] head, Cursor cursor, int version, boolean ofClient) {
        int best = version;
        String name = "";
        int end = cursor.u16() + cursor.at();
        while (cursor.at() < Math.min(end, head.length)) {
            int type = cursor.u16();
            int length = cursor.u16();
            Cursor inside = new Cursor(head, cursor.at());
            if (type == SERVER_NAME && ofClient && length > 5) {
                inside.skip(3);
                int bytes = inside.u16();
                name = " for " + new String(head, inside.at(), bytes, ISO_8859_1);
            }
            if (type == VERSIONS) best = Math.max(best, newest(inside, ofClient));
            cursor.skip(length);
        }
        return name + (ofClient ? ", up to TLS 1." : ", TLS 1.") + ((best & 0xff) - 1);
    }

    private static int newest(Cursor cursor, boolean ofClient) {
        int count = ofClient ? cursor.u8() / 2 : 1;
        int newest = 0;
        for (int i = 0; i < count; i++) {
            int version = cursor.u16();
            if (version <= TLS_1_3) newest = Math.max(newest, version); // others mean nothing
        }
        return newest;
    }
}
