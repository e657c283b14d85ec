package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Axis;
import io.fairlead.cli.bench.page.HtmlPage;
import io.fairlead.cli.bench.page.PercentileChart;
import io.fairlead.cli.bench.page.SvgChart;
import io.fairlead.cli.bench.page.SvgChart.Point;
import io.fairlead.cli.bench.page.Units;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.result.Interval;
import io.fairlead.load.result.Latency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result as one page that needs no network: the table, and curves as SVG. For one thread. */
final class ResultPage {
    private static final double NS_PER_S = 1e9;
    private final LoadReport report;
    private final HtmlPage page;

    ResultPage(LoadReport report) {
        this.report = report;
        Load load = report.load();
        page = new HtmlPage(load.endpoint().toString(), List.of(ResultTable.title(load)));
    }

    /**
     * The whole page.
     *
     * @param table the result as text
     */
    String text(String table) {
        page.pre(table);
        boolean manySeconds = report.intervals().size() > 1;
        if (manySeconds && report.load().kind().isUnanswered()) page.section(received().svg());
        if (report.service().count() > 0) charts();
        return page.text();
    }

    private void charts() {
        page.section(percentiles().svg());
        if (report.intervals().size() > 1) {
            page.section(throughput().svg());
            page.section(latencies().svg());
        }
    }

    // ---- the charts ----

    private SvgChart percentiles() {
        Map<String, Latency> latencies = new LinkedHashMap<>();
        if (report.load().isOpenLoop()) latencies.put("response time", report.response());
        latencies.put("service time", report.service());
        return PercentileChart.of(latencies);
    }

    private Axis time() {
        double seconds = report.lengthNs() / NS_PER_S;
        return Axis.linear("seconds", seconds, Units::brief);
    }

    private SvgChart throughput() {
        double max = max(Interval::messagesPerSecond);
        Axis y = Axis.linear("messages/s", max, Units::brief);
        SvgChart chart = new SvgChart("Messages a second, over time", time(), y);
        return chart.line("messages/s", overTime(Interval::messagesPerSecond));
    }

    private SvgChart received() {
        ToDoubleFunction<Interval> bits = interval -> 8 * interval.receivedPerSecond();
        Axis y = Axis.linear("bit/s", max(bits), Units::brief);
        SvgChart chart = new SvgChart("Received bits a second, over time", time(), y);
        return chart.line("received", overTime(bits));
    }

    private SvgChart latencies() {
        double max = max(interval -> (double) interval.latency().maxNs());
        Axis y = Axis.powers("latency", (double) report.service().minNs(), max, Units::time);
        String what = report.load().isOpenLoop() ? "Response time" : "Service time";
        SvgChart chart = new SvgChart(what + ", over time", time(), y);
        chart.line("p50", overTime(interval -> (double) interval.latency().percentileNs(50)));
        chart.line("p99", overTime(interval -> (double) interval.latency().percentileNs(99)));
        return chart.line("max", overTime(interval -> (double) interval.latency().maxNs()));
    }

    private double max(ToDoubleFunction<Interval> figure) {
        return report.intervals().stream().mapToDouble(figure).max().orElse(0);
    }

    private List<Point> overTime(ToDoubleFunction<Interval> figure) {
        return report.intervals().stream()
                .map(i ->
                        new Point(
                                (i.atNs() - i.lengthNs() / 2.0) / NS_PER_S,
                                figure.applyAsDouble(i)))
                .toList();
    }
}
