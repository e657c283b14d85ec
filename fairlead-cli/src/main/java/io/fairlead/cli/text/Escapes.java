package io.fairlead.cli.text;

/**
 * Characters that would steer a terminal, made visible: {@code \x1b} for ESC, {@code \x07} for BEL.
 */
public final class Escapes {
    private Escapes() {}

    /** {@code text} in one line that cannot steer a terminal. */
    public static String line(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(shown, point));
        return shown.toString();
    }

    /** Several lines of text: as {@link #line}, but line ends and tabs stay. */
    public static String lines(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> appendToLines(shown, point));
        return shown.toString();
    }

    static void appendToLines(StringBuilder shown, int point) {
        if (point == '\n' || point == '\t') {
            shown.append((char) point);
        } else {
            append(shown, point);
        }
    }

    static void append(StringBuilder shown, int point) {
        switch (point) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (!isHarmful(point)) {
                    shown.appendCodePoint(point);
                } else if (point < 0x80) {
                    appendByte(shown, point);
                } else {
                    shown.append(String.format("\\u%04x", point));
                }
            }
        }
    }

    static void appendByte(StringBuilder shown, int value) {
        shown.append("\\x")
                .append(Character.forDigit(value >> 4 & 15, 16))
                .append(Character.forDigit(value & 15, 16));
    }

    private static boolean isHarmful(int point) {
        return Character.isISOControl(point)
                || (point >= 0xd800 && point <= 0xdfff)
                // These turn the direction of the text that follows (UAX #9).
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
