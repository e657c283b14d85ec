package io.fairlead.testkit.shrink;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Choices as one word for a command line: numbers with commas, and {@code z12} for twelve zeros.
 */
public final class ChoiceText {
    private static final char ZEROS = 'z';
    private static final int COUNT_MAX = 1_000_000;

    private ChoiceText() {}

    /** The word; zeros at the end are left out, and {@code z0} stands for no choice at all. */
    public static String of(long... choices) {
        StringJoiner text = new StringJoiner(",");
        int zeros = 0;
        for (long choice : choices) {
            if (choice == 0) {
                zeros++;
                continue;
            }
            if (zeros > 0) text.add(ZEROS + Integer.toString(zeros));
            zeros = 0;
            text.add(Long.toString(choice));
        }
        return text.length() == 0 ? ZEROS + "0" : text.toString();
    }

    /**
     * The choices of a word.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static long[] parse(String text) {
        try {
            long[] choices = new long[0];
            for (String part : text.strip().split(",", -1)) {
                boolean zeros = part.charAt(0) == ZEROS;
                int more = zeros ? Integer.parseInt(part.substring(1)) : 1;
                if (more < 0 || choices.length + more > COUNT_MAX) {
                    throw new IllegalArgumentException("too many zeros: " + part);
                }
                choices = Arrays.copyOf(choices, choices.length + more);
                if (!zeros) choices[choices.length - 1] = Long.parseLong(part);
            }
            return choices;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            String message = "choices are numbers and z12 for twelve zeros, with commas: " + text;
            throw new IllegalArgumentException(message, e);
        }
    }

    /** The choices without the zeros at the end, which need not be said. */
    public static long[] trim(long... choices) {
        int length = choices.length;
        while (length > 0 && choices[length - 1] == 0) length--;
        return length == choices.length ? choices : Arrays.copyOf(choices, length);
    }

    /** How many are not 0. */
    public static int nonzero(long... choices) {
        int count = 0;
        for (long choice : choices) if (choice != 0) count++;
        return count;
    }
}
