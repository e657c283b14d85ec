package io.fairlead.net.text;

/** Text from elsewhere, made safe to show: control characters become escapes as in Java source. */
public final class Printable {
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
                    shown.append(String.format("\\u%04x", point));
            default -> shown.appendCodePoint(point);
        }
    }
}
