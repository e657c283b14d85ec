package io.fairlead.net.text;

/**
 * Text from elsewhere, made safe to show: a control character becomes {@code \x1b}; one beyond
 * ASCII becomes a backslash, {@code u} and four digits, as in Java source.
 */
public final class Printable {
    private static final int ASCII_END = 0x80;

    private Printable() {}

    /** Returns {@code text} in one line that cannot steer a terminal. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(shown, point));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (Character.getType(point)) {
            // FORMAT holds the marks that turn the direction of text around.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append(String.format(point < ASCII_END ? "\\x%02x" : "\\u%04x", point));
            default -> shown.appendCodePoint(point);
        }
    }
}
