package io.fairlead.load.measure;

import java.util.Arrays;
import java.util.List;

/** Statistics of a comparison: medians, a spread, and whether one result is ahead of another. */
public final class Statistics {
    /** One in twenty: how often a difference is called one that is none. */
    private static final double CHANCE_MAX = 0.05;

    private Statistics() {}

    /** The middle value; the mean of the middle two; NaN of nothing. */
    public static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) return Double.NaN;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Half the distance from the least to the greatest, as a share of the median. */
    public static double spread(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) return Double.NaN;
        return (sorted[sorted.length - 1] - sorted[0]) / 2 / median(values);
    }

    /**
     * True if {@code won} of {@code rounds} is too much for a fair coin (the sign test, one-sided):
     * 5 of 5, 7 of 8, 9 of 10. Of fewer than 5 rounds nothing follows.
     */
    static boolean isAhead(int won, int rounds) {
        double chance = 0;
        for (int k = won; k <= rounds; k++) chance += binomial(rounds, k);
        return chance * Math.pow(0.5, rounds) <= CHANCE_MAX;
    }

    private static double binomial(int n, int k) {
        double[] row = new double[n + 1];
        Arrays.fill(row, 0);
        row[0] = 1;
        for (int i = 1; i <= n; i++) for (int j = i; j > 0; j--) row[j] += row[j - 1];
        return row[k];
    }
}
