package io.fairlead.exec.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the word that was meant. */
final class Similar {
    private static final int DISTANCE_MAX = 2;

    private Similar() {}

    /** A clause for the end of a sentence: {@code ; did you mean uptime?}, or nothing. */
    static String question(String typed, Collection<String> words) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> distance(lower, word) <= Math.min(DISTANCE_MAX, word.length() / 2))
                .min(Comparator.comparingInt(word -> distance(lower, word)))
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    /** Letters to change, leave out or put in (Levenshtein), a row of the table at a time. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
