package io.fairlead.chat.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;

/**
 * What people write, as others may see it: what could steer a terminal is shown, not passed on.
 *
 * <p>The joiners of Unicode stay, which emoji and several scripts are written with. Safe for any
 * thread.
 */
public final class Shown {
    /**
     * Bytes of a topic, a reason, an absence: what every door can carry in one line, as IRC does in
     * 512 bytes with the names around it.
     */
    public static final int TEXT_BYTES_MAX = 300;

    /** Bytes of something wrong that is shown to who typed it. */
    private static final int WORD_BYTES_MAX = 100;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Shown() {}

    /** {@code text} in one line that cannot steer a terminal. */
    public static String of(String text) {
        if (text.codePoints().allMatch(Shown::isPlain)) return text;
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(point -> {
                    if (isPlain(point)) {
                        shown.appendCodePoint(point);
                    } else {
                        shown.append(Printable.of(Character.toString(point)));
                    }
                });
        return shown.toString();
    }

    /** {@code text} as {@link #of(String)} shows it, cut after {@link #TEXT_BYTES_MAX} bytes. */
    public static String brief(String text) {
        return cut(of(text), TEXT_BYTES_MAX);
    }

    /**
     * Something that was typed and is wrong, as {@link #of(String)} shows it; cut if it is long.
     */
    public static String word(String typed) {
        return cut(of(typed), WORD_BYTES_MAX);
    }

    /** The beginning of {@code text} that has at most {@code bytesMax} bytes in UTF-8. */
    public static String cut(String text, int bytesMax) {
        if (text.length() <= bytesMax / 3 || text.getBytes(UTF_8).length <= bytesMax) return text;
        return text.substring(0, fitting(text, bytesMax));
    }

    /** How many chars of {@code text} have at most {@code bytesMax} bytes in UTF-8. */
    public static int fitting(String text, int bytesMax) {
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > bytesMax) break;
            end += Character.charCount(point);
        }
        return end;
    }

    private static boolean isPlain(int point) {
        if (point < 0x7F) return point >= ' ';
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.FORMAT -> point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
