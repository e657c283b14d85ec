package io.fairlead.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Messages of DNS, RFC 1035: the first question, and the first answer. */
final class DnsWords {
    private static final int HEADER_BYTES = 12;
    private static final int NAMES_MAX = 64;

    private DnsWords() {}

    /** Whether DNS is what is spoken there: DNS, mDNS, LLMNR. */
    static boolean isPort(int port) {
        return port == 53 || port == 5353 || port == 5355;
    }

    /** Over TCP the length comes first. */
    static String ofStream(byte[] head) {
        return head.length < 2 ? "" : of(Arrays.copyOfRange(head, 2, head.length));
    }

    static String of(byte[] head) {
        if (head.length < HEADER_BYTES) return "";
        try {
            Cursor cursor = new Cursor(head, 2);
            int flags = cursor.u16();
            int questions = cursor.u16();
            int answers = cursor.u16();
            cursor.skip(4);
            String asked = "";
            for (int i = 0; i < questions; i++) {
                String name = name(head, cursor);
                String question = type(cursor.u16()) + " of " + name;
                cursor.skip(2);
                if (i == 0) asked = question;
            }
            boolean response = (flags & 0x8000) != 0;
            if (!response) return "DNS query: " + asked;
            return "DNS answer: " + answer(head, cursor, new Answer(asked, flags & 15, answers));
        } catch (IndexOutOfBoundsException e) {
            return "";
        }
    }

    /** What an answer is about: the question, the code of the result, and how many records. */
    private record Answer(String asked, int code, int records) {}

    private static String answer(byte[] head, Cursor cursor, Answer answer) {
        String asked = answer.asked();
        switch (answer.code()) {
            case 0 -> {
                if (answer.records() == 0) return asked + ": there is none";
            }
            case 1 -> {
                return "the query was malformed";
            }
            case 2 -> {
                return asked + ": the server failed (SERVFAIL)";
            }
            case 3 -> {
                return asked + ": no such name (NXDOMAIN)";
            }
            case 5 -> {
                return asked + ": refused";
            }
            default -> {
                return asked + ": code " + answer.code();
            }
        }
        String first = name(head, cursor);
        int type = cursor.u16();
        cursor.skip(6);
        int length = cursor.u16();
        String value = value(head, cursor, type, length);
        String more = answer.records() == 1 ? "" : " and " + (answer.records() - 1) + " more";
        return (asked.isEmpty() ? type(type) + " of " + first : asked) + " is " + value + more;
    }

    private static String value(byte[] head, Cursor cursor, int type, int length) {
        switch (type) {
            case 1, 28 -> {
                byte[] address = Arrays.copyOfRange(head, cursor.at(), cursor.at() + length);
                try {
                    return InetAddress.getByAddress(address).getHostAddress();
                } catch (UnknownHostException e) {
                    return "an address of " + length + " bytes";
                }
            }
            case 2, 5, 12 -> {
                return name(head, cursor);
            }
            default -> {
                return "a record of " + length + " bytes";
            }
        }
    }

    private static String name(byte[] head, Cursor cursor) {
        StringBuilder name = new StringBuilder();
        Cursor reader = cursor;
        for (int i = 0; i < NAMES_MAX; i++) {
            int length = reader.u8();
            if (length == 0) return name.isEmpty() ? "." : name.toString();
            if (length >= 0xc0) { // a place where the name goes on
                int to = (length & 0x3f) << 8 | reader.u8();
                reader = new Cursor(head, to);
                continue;
            }
            if (!name.isEmpty()) name.append('.');
            name.append(new String(head, reader.at(), length, ISO_8859_1));
            reader.skip(length);
        }
        throw new IndexOutOfBoundsException("a name that does not end");
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "A";
            case 2 -> "NS";
            case 5 -> "CNAME";
            case 6 -> "SOA";
            case 12 -> "PTR";
            case 15 -> "MX";
            case 16 -> "TXT";
            case 28 -> "AAAA";
            case 33 -> "SRV";
            case 65 -> "HTTPS";
            case 255 -> "any";
            default -> "type " + type;
        };
    }
}
