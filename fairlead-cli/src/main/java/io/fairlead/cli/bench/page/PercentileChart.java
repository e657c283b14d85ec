package io.fairlead.cli.bench.page;

import io.fairlead.cli.bench.page.SvgChart.Point;
import io.fairlead.load.result.Latency;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A chart of latencies by percentile, one line for each. */
public final class PercentileChart {
    private static final int NINES_MAX = 6;

    private PercentileChart() {}

    /**
     * Draws it.
     *
     * @param latencies by the names of their lines, in order; none of them empty
     */
    public static SvgChart of(Map<String, Latency> latencies) {
        Collection<Latency> all = latencies.values();
        double count = all.stream().mapToDouble(Latency::count).max().orElse(0);
        int nines = (int) Math.ceil(Math.log10(Math.max(10, count)));
        Axis x = Axis.percentiles(Math.min(NINES_MAX, nines));
        double min = all.stream().mapToDouble(Latency::minNs).min().orElse(0);
        double max = all.stream().mapToDouble(Latency::maxNs).max().orElse(0);
        Axis y = Axis.powers("latency", min, max, Units::time);
        SvgChart chart = new SvgChart("Latency by percentile", x, y);
        latencies.forEach((name, latency) -> {
            chart.line(name, curve(latency));
            // More than two lines are too close for figures.
            if (latencies.size() <= 2) marks(chart, latency);
        });
        return chart;
    }

    private static void marks(SvgChart chart, Latency latency) {
        double last = last(latency);
        for (int percentile : new int[] {50, 99}) {
            long timeNs = latency.percentileNs(percentile);
            if (nines(percentile) >= last) continue;
            Point point = new Point(nines(percentile), (double) timeNs);
            chart.mark(point, "p" + percentile + " " + Units.time(timeNs));
        }
        Point end = end(latency);
        String word = last < NINES_MAX ? "max " : "p99.9999 ";
        chart.mark(end, word + Units.time(end.y()));
    }

    /** As far as there is data: of a thousand times, nothing is known beyond 99.9 %. */
    private static List<Point> curve(Latency latency) {
        double last = last(latency);
        Stream<Point> before =
                latency.curve().stream()
                        .map(point -> new Point(nines(point.percentile()), (double) point.timeNs()))
                        .filter(point -> point.x() < last);
        return Stream.concat(before, Stream.of(end(latency))).toList();
    }

    private static Point end(Latency latency) {
        double last = last(latency);
        long timeNs =
                last < NINES_MAX
                        ? latency.maxNs()
                        : latency.percentileNs(100 - Math.pow(10, 2 - NINES_MAX));
        return new Point(last, (double) timeNs);
    }

    /** How many nines the last percentile has that the data can tell. */
    private static double last(Latency latency) {
        return Math.min(NINES_MAX, Math.log10((double) Math.max(1, latency.count())));
    }

    /** How many nines a percentile has: 1 for 90, 2 for 99. */
    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }
}
