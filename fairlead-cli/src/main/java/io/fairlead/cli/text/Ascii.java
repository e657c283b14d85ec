package io.fairlead.cli.text;

/** Drawings for terminals that show nothing but ASCII: each of our signs has a stand-in. */
public final class Ascii {
    private static final String SIGNS =
            "\u2500\u2550\u2502\u251c\u2524\u25b6\u25c0\u00b7\u22ee\u00b5";
    private static final String STAND_INS = "-=|||><.:u";

    private Ascii() {}

    /** The text with a sign of ASCII for each of the drawing's; a letter beyond is escaped. */
    public static String of(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(ascii, point));
        return ascii.toString();
    }

    private static void append(StringBuilder ascii, int point) {
        int sign = SIGNS.indexOf(point);
        if (point < 0x80) {
            ascii.append((char) point);
        } else if (sign >= 0) {
            ascii.append(STAND_INS.charAt(sign));
        } else if (point >= 0x2588 && point <= 0x258f) { // a block of a bar, whole or in part
            ascii.append('#');
        } else if (point == 0x2713 || point == 0x2717) {
            ascii.append(point == 0x2713 ? "ok" : "NO");
        } else {
            ascii.append(String.format("\\u%04x", point));
        }
    }
}
