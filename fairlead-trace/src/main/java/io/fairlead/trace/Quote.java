package io.fairlead.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import io.fairlead.packet.Octets;
import java.nio.charset.CharacterCodingException;

/** The beginning of what a packet carries, for a sentence: text where it is text, else nothing. */
final class Quote {
    private static final int BYTES_MAX = 32;
    private static final int CONTROLS_MAX = 3;

    private Quote() {}

    /** {@code : HTTP request GET / for example.org}, where the protocol is known. */
    static String of(Octets payload, String words) {
        return words.isEmpty() ? of(payload) : ": " + words;
    }

    /** {@code : "hello\n"}, or nothing when it is no text. */
    static String of(Octets payload) {
        if (payload.length() == 0) return "";
        Octets head = payload.atMost(BYTES_MAX);
        String text = text(head);
        if (text.isEmpty()) return "";
        return ": \"" + text + (payload.length() > BYTES_MAX ? "...\"" : "\"");
    }

    private static String text(Octets head) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(head.buffer()).toString();
        } catch (CharacterCodingException e) {
            return ""; // also when the cut goes through a character, which is rare
        }
        long odd = text.codePoints().filter(Quote::isOdd).count();
        if (odd > CONTROLS_MAX) return "";
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> append(shown, point));
        return shown.toString();
    }

    private static boolean isOdd(int point) {
        return Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t';
    }

    private static void append(StringBuilder shown, int point) {
        switch (point) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case '"', '\\' -> shown.append('\\').append((char) point);
            default -> shown.append(Printable.of(Character.toString(point)));
        }
    }
}
