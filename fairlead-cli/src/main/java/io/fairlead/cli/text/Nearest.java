package io.fairlead.cli.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that somebody meant who typed another. */
public final class Nearest {
    /** More than that nobody types by mistake, and comparing it would take long. */
    private static final int TYPED_CHARS_MAX = 100;

    private Nearest() {}

    /**
     * The nearest of {@code words}, whatever the case, one that begins so before all others; empty
     * if none is near.
     */
    public static Optional<String> of(String typed, Collection<String> words) {
        if (typed.length() > TYPED_CHARS_MAX) return Optional.empty();
        String lower = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> isNear(lower, lower(word)))
                .min(
                        Comparator.comparing((String word) -> !begins(lower, lower(word)))
                                .thenComparingInt(word -> distance(lower, lower(word))));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    /** A clause for the end of a sentence: {@code ; did you mean echo?}, or nothing. */
    public static String question(String typed, Collection<String> words) {
        return of(typed, words).map(word -> "; did you mean " + word + "?").orElse("");
    }

    private static boolean isNear(String typed, String word) {
        return begins(typed, word) || distance(typed, word) <= Math.max(1, word.length() / 3);
    }

    private static boolean begins(String typed, String word) {
        return typed.length() >= 2 && word.startsWith(typed);
    }

    /** Letters to change, leave out, put in, or swap with the next (optimal string alignment). */
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) steps[i][0] = i;
        for (int j = 0; j <= to.length(); j++) steps[0][j] = j;
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int less = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
                steps[i][j] = Math.min(less, steps[i - 1][j - 1] + change);
                if (isSwap(from, i, to, j)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[from.length()][to.length()];
    }

    private static boolean isSwap(String from, int i, String to, int j) {
        return i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
