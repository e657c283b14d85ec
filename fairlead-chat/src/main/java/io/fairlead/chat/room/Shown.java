package io.fairlead.chat.room;

import io.fairlead.net.Printable;

/**
 * What people write, as others may see it: what could steer a terminal is shown, not passed on.
 *
 * <p>The joiners of Unicode stay, which emoji and several scripts are written with.
 */
public final class Shown {
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
