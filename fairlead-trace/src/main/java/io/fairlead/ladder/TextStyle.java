package io.fairlead.ladder;

/**
 * How a ladder of text looks. Immutable.
 *
 * @param width how many characters a line has, from {@link #WIDTH_MIN} on
 * @param colored whether escape codes colour it
 * @param rawNumbers whether sequence numbers are those on the wire
 */
public record TextStyle(int width, boolean colored, boolean rawNumbers) {
    /** What a ladder needs at least. */
    public static final int WIDTH_MIN = 40;

    /** What a ladder with two lifelines needs. */
    static final int LIFELINES_MIN = 72;

    static final String CLIENT = "36";
    static final String SERVER = "32";
    static final String TROUBLE = "31";
    static final String FAINT = "2";
    static final String STRONG = "1";

    /** Narrower terminals wrap the lines themselves. */
    public TextStyle {
        width = Math.max(width, WIDTH_MIN);
    }

    /**
     * The text in a colour where colours are wanted.
     *
     * @param code of ECMA-48, Select Graphic Rendition: {@code 31} is red
     */
    public String in(String code, String text) {
        return colored && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
