package io.fairlead.services;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which service somebody meant. */
final class Spelling {
    private static final int MISTAKES_MAX = 2;

    /** Longer than any name with as many mistakes; what is longer is not worth comparing. */
    private static final int WORD_CHARACTERS_MAX = 32;

    private Spelling() {}

    static Optional<Shipped> closest(String word) {
        String typed = word.strip().toLowerCase(Locale.ROOT);
        if (typed.isEmpty() || typed.length() > WORD_CHARACTERS_MAX) return Optional.empty();
        return Arrays.stream(Shipped.values())
                .filter(one -> isNear(typed, one.word()))
                .min(Comparator.comparingInt(one -> distance(typed, one.word())));
    }

    /** A beginning of two letters is enough; else at most two mistakes, and something right. */
    private static boolean isNear(String typed, String word) {
        if (typed.length() >= 2 && word.startsWith(typed)) return true;
        return distance(typed, word) <= Math.min(MISTAKES_MAX, word.length() / 2);
    }

    /** Letters to insert, to drop or to replace (Levenshtein); row by row. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(diagonal, row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
