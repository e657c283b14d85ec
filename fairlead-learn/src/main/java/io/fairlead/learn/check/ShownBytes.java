package io.fairlead.learn.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Locale;

/** Bytes as evidence: how many, and what they are as text in C. */
final class ShownBytes {
    private static final int BYTES_MAX = 40;

    private ShownBytes() {}

    /** {@code 6 bytes "hello\n"}. */
    static String bytes(byte[] bytes) {
        String count = String.format(Locale.ROOT, "%,d %s", bytes.length, word(bytes.length));
        return count + " \"" + text(bytes) + "\"";
    }

    private static String word(int count) {
        return count == 1 ? "byte" : "bytes";
    }

    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        String all = new String(bytes, ISO_8859_1);
        all.chars().limit(BYTES_MAX).forEach(each -> append(text, (char) each));
        return all.length() > BYTES_MAX ? text + "..." : text.toString();
    }

    private static void append(StringBuilder text, char each) {
        switch (each) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\0' -> text.append("\\0");
            case '"' -> text.append("\\\"");
            default -> {
                boolean plain = each >= ' ' && each <= '~';
                text.append(plain ? each : String.format(Locale.ROOT, "\\x%02x", (int) each));
            }
        }
    }

    /** Where two differ first; -1 if they do not. */
    static int difference(byte[] one, byte[] other) {
        return java.util.Arrays.mismatch(one, other);
    }
}
