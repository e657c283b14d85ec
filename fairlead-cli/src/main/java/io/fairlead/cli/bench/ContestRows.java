package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Units;
import io.fairlead.load.Load;
import io.fairlead.load.measure.Standings;
import io.fairlead.net.text.Printable;
import io.fairlead.server.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison as cells and sentences, for tables of any kind. Immutable. */
final class ContestRows {
    private static final double GENERATOR_FULL = 0.965; // shown as 97 %

    private final Contest contest;
    private final Standings standings;
    private final Figure deciding;
    private final List<Figure> beside;

    /**
     * A line of the table.
     *
     * @param isBest whether nobody is ahead of it
     */
    record Row(boolean isBest, List<String> cells) {}

    ContestRows(Contest contest) {
        this.contest = contest;
        standings = contest.standings();
        deciding = contest.deciding();
        beside = contest.columns().stream().filter(figure -> figure != deciding).toList();
    }

    /** What was done, in two lines. */
    List<String> title() {
        ContestPlan plan = contest.plan();
        Load load = plan.load();
        String what =
                "%s under %s: %s"
                        .formatted(
                                plan.service().word(),
                                ContestProgress.counted(contest.order().size(), "model"),
                                ResultTable.what(load));
        String how =
                String.format(
                        Locale.ROOT,
                        "%s, each %s of warm-up and %s, in an order drawn from seed %d",
                        ContestProgress.counted(plan.rounds(), "round"),
                        text(load.warmUp()),
                        text(load.duration()),
                        plan.seed());
        return List.of(what, how);
    }

    private static String text(Duration duration) {
        return Units.time(duration.toNanos());
    }

    /** The first two are of text, the others of figures; the first three are of the ranking. */
    List<String> headings() {
        List<String> headings = new ArrayList<>();
        headings.addAll(List.of("rank", "model", deciding.heading(), "±", "×"));
        beside.forEach(figure -> headings.add(figure.heading()));
        return headings;
    }

    /** A row for each model that was measured, the best first. */
    List<Row> rows() {
        return contest.order().stream().map(this::row).toList();
    }

    private Row row(Model model) {
        String word = model.word();
        int rank = standings.rank(word);
        List<String> cells = new ArrayList<>();
        cells.add(rank == 0 ? "" : String.valueOf(rank));
        cells.add(word);
        cells.add(deciding.text(standings.median(word)));
        cells.add(String.format(Locale.ROOT, "%.0f %%", standings.spread(word) * 100));
        double advantage = standings.advantage(word, standings.order().getFirst());
        cells.add(Double.isNaN(advantage) ? "" : String.format(Locale.ROOT, "%.2f", advantage));
        beside.forEach(figure -> cells.add(figure.text(contest.figure(model, figure))));
        return new Row(rank == 1, cells);
    }

    /** What a reader of the table has to know. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean ranked = contest.order().stream().anyMatch(one -> standings.rank(one.word()) > 0);
        notes.add(
                ranked
                        ? "models that share a rank do not differ significantly (sign test over"
                                + " the rounds, p >= 0.05)"
                        : String.format(
                                Locale.ROOT,
                                "no ranks: they need at least %d rounds of each model (--rounds)",
                                Standings.ROUNDS_MIN));
        String full =
                contest.order().stream()
                        .filter(one -> contest.figure(one, Figure.GENERATOR) >= GENERATOR_FULL)
                        .map(Model::word)
                        .collect(Collectors.joining(", "));
        if (!full.isEmpty()) {
            notes.add(
                    "the generator was at its limit (gen) under "
                            + full
                            + ": such a server can do more than was seen; CPU/msg tells more");
        }
        return notes;
    }

    /** Models that were not measured, or not in all rounds, and why. */
    List<String> missing() {
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, String> one : contest.plan().notMeasured().entrySet()) {
            sentences.add("not measured: " + one.getKey() + " " + one.getValue());
        }
        for (Map.Entry<String, String> one : contest.failures().entrySet()) {
            sentences.add("failed: " + one.getKey() + " " + one.getValue());
        }
        // What a server said last comes from elsewhere.
        return sentences.stream().map(Printable::of).toList();
    }
}
