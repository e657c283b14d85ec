package io.fairlead.cli.bench.page;

import io.fairlead.cli.bench.page.SvgChart.Point;
import io.fairlead.load.result.Latency;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
        latencies.forEach((name, latency) -> chart.line(name, curve(latency)));
        return chart;
    }

    private static List<Point> curve(Latency latency) {
        return latency.curve().stream()
                .map(point -> new Point(nines(point.percentile()), (double) point.timeNs()))
                .filter(point -> point.x() <= NINES_MAX)
                .toList();
    }

    /** How many nines a percentile has: 1 for 90, 2 for 99; 100 has as many as the chart. */
    private static double nines(double percentile) {
        return percentile >= 100 ? NINES_MAX : -Math.log10(1 - percentile / 100);
    }
}
