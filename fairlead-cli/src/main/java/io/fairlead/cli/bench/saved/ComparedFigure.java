package io.fairlead.cli.bench.saved;

import io.fairlead.cli.bench.page.Units;
import io.fairlead.cli.text.SizeText;
import io.fairlead.load.measure.Standings;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One figure of two runs, and whether the difference is more than chance. Immutable.
 *
 * @param kind what it is
 * @param before of the earlier run
 * @param now of the later run
 * @param standings of the two, second by second
 */
record ComparedFigure(Kind kind, double before, double now, Standings standings) {
    private static final String BEFORE = "before";
    private static final String NOW = "now";

    /** What is compared. */
    enum Kind {
        RATE("messages/s", "/messages_per_s", "/messages_per_s", true),
        RECEIVED("received/s", "/received_bytes_per_s", "/received_bytes_per_s", true),
        P50("p50", "/latency/p50_us", "p50_us", false),
        P99("p99", "/latency/p99_us", "p99_us", false),
        MAX("max", "/latency/max_us", "max_us", false);

        final String word;
        final String ofSecond;
        final String ofRun;
        final boolean higherIsBetter;

        Kind(String word, String ofSecond, String ofRun, boolean higherIsBetter) {
            this.word = word;
            this.ofSecond = ofSecond;
            this.ofRun = ofRun;
            this.higherIsBetter = higherIsBetter;
        }

        /** For people; empty for NaN. */
        String text(double figure) {
            if (Double.isNaN(figure)) return "";
            return switch (this) {
                case RATE -> Units.count(figure);
                case RECEIVED -> SizeText.brief(Math.round(figure));
                case P50, P99, MAX -> Units.time(figure * 1e3);
            };
        }
    }

    /** What the sign test says of the later run. */
    enum Verdict {
        FASTER,
        SLOWER,
        ALIKE,
        TOO_SHORT
    }

    static ComparedFigure of(Kind kind, SavedRun before, SavedRun now) {
        Map<String, Map<Integer, Double>> seconds =
                Map.of(
                        BEFORE, before.seconds(kind.ofSecond),
                        NOW, now.seconds(kind.ofSecond));
        return new ComparedFigure(
                kind,
                whole(kind, before),
                whole(kind, now),
                new Standings(seconds, kind.higherIsBetter));
    }

    private static double whole(Kind kind, SavedRun run) {
        if (kind.ofRun.startsWith("/")) return run.figure(kind.ofRun);
        double response = run.figure("/response_time/" + kind.ofRun);
        return Double.isNaN(response) ? run.figure("/service_time/" + kind.ofRun) : response;
    }

    boolean isKnown() {
        return !Double.isNaN(before) && !Double.isNaN(now);
    }

    Verdict verdict() {
        int rankNow = standings.rank(NOW);
        int rankBefore = standings.rank(BEFORE);
        if (rankNow == 0 || rankBefore == 0) return Verdict.TOO_SHORT;
        if (rankNow == rankBefore) return Verdict.ALIKE;
        return rankNow < rankBefore ? Verdict.FASTER : Verdict.SLOWER;
    }

    /** How many seconds are in both runs. */
    long seconds() {
        return both().count();
    }

    /** In how many of these seconds the later run had the higher figure. */
    long higher() {
        return both().filter(second -> figure(NOW, second) > figure(BEFORE, second)).count();
    }

    private Stream<Integer> both() {
        return figures(BEFORE).keySet().stream().filter(figures(NOW)::containsKey);
    }

    private double figure(String run, Integer second) {
        return figures(run).getOrDefault(second, Double.NaN);
    }

    private Map<Integer, Double> figures(String run) {
        return standings.figures().getOrDefault(run, Map.of());
    }

    /** How much higher the later figure is: {@code +12.6 %}. */
    String change() {
        if (before == 0) return "";
        return String.format(Locale.ROOT, "%+.1f %%", 100 * (now / before - 1));
    }
}
