package io.fairlead.bench.matrix;

import io.fairlead.load.measure.Standings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of one cell, in Markdown. */
final class Table {
    private static final double GENERATOR_FULL = 0.97;

    /** What stands beside the metric of the cell, where it was measured. */
    private static final List<Metric> BESIDE =
            List.of(
                    Metric.THROUGHPUT,
                    new Metric("failed_attempts", "failed attempts", false, 0),
                    Metric.P50,
                    new Metric("p99_us", "p99 µs", false, 0),
                    new Metric("p999_us", "p99.9 µs", false, 0),
                    new Metric("max_us", "max µs", false, 0),
                    Metric.CPU_A_MESSAGE,
                    Metric.CPU_A_GIB,
                    new Metric("rss_mib", "RSS MiB", false, 0),
                    new Metric("threads", "threads", false, 0),
                    new Metric("processes", "processes", false, 0),
                    new Metric("switches_per_s", "switches/s", false, 0),
                    new Metric("lost", "lost", false, 0));

    private final Cell cell;
    private final Metric metric;
    private final Outcome outcome;
    private final Standings standings;
    private final List<String> peers;
    private final List<Metric> beside;

    Table(Cell cell, Outcome outcome) {
        this.cell = cell;
        this.outcome = outcome;
        metric = cell.metric();
        standings = outcome.standings(metric);
        peers = standings.order();
        beside = BESIDE.stream().filter(this::isShown).toList();
    }

    private boolean isShown(Metric one) {
        if (one.key().equals(metric.key())) return false;
        boolean onlyUdp = one.key().equals("lost");
        boolean known = peers.stream().anyMatch(peer -> !outcome.values(peer, one.key()).isEmpty());
        return known && (!onlyUdp || cell.name().startsWith("udp"));
    }

    String markdown() {
        List<String> headings = new ArrayList<>();
        headings.addAll(List.of("rank", "peer", metric.heading(), "±", "×"));
        beside.forEach(one -> headings.add(one.heading()));
        headings.add("generator");
        StringBuilder text = new StringBuilder();
        text.append(row(headings)).append("|--:|---|").append("--:|".repeat(headings.size() - 2));
        text.append('\n');
        for (String peer : peers) text.append(row(cells(peer)));
        return text.toString();
    }

    private List<String> cells(String peer) {
        int rank = standings.rank(peer);
        String strong = rank == 1 ? "**" : "";
        List<String> cells = new ArrayList<>();
        cells.add(rank == 0 ? "" : String.valueOf(rank));
        cells.add(strong + peer + strong);
        cells.add(strong + figure(peer, metric) + strong);
        double spread = standings.spread(peer);
        cells.add(String.format(Locale.ROOT, "%.0f %%", spread * 100));
        double advantage = standings.advantage(peer, peers.getFirst());
        cells.add(String.format(Locale.ROOT, "%.2f", advantage));
        beside.forEach(one -> cells.add(figure(peer, one)));
        double busy = outcome.median(peer, "generator_cpu");
        String full = busy >= GENERATOR_FULL ? " ◆" : "";
        cells.add(
                Double.isNaN(busy)
                        ? ""
                        : String.format(Locale.ROOT, "%.0f %%%s", busy * 100, full));
        return cells;
    }

    private String figure(String peer, Metric one) {
        double median = outcome.median(peer, one.key());
        if (Double.isNaN(median)) return "";
        return String.format(Locale.ROOT, "%,." + one.digits() + "f", median);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
