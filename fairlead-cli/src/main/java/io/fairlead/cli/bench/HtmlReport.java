package io.fairlead.cli.bench;

import io.fairlead.cli.bench.SvgChart.Point;
import io.fairlead.load.Interval;
import io.fairlead.load.Latency;
import io.fairlead.load.Report;
import io.fairlead.net.Printable;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The result as one page that needs no network: the table, and curves as SVG. For one thread. */
final class HtmlReport {
    private static final double NS_PER_S = 1e9;
    private static final int NINES_MAX = 6;
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1c2430; --dim: #5d6878; --rule: #dfe4ea;
              --page: #fff; --card: #f6f8fa; --s1: #1f6feb; --s2: #d9730d; --s3: #2da44e; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #97a3b4;
              --rule: #303a48; --page: #10151c; --card: #18202a; --s1: #6cb0ff; --s2: #ffab5e;
              --s3: #6cd48a; } }
            body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; color: var(--ink);
              background: var(--page); font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.35rem; margin: 0; } p.sub { color: var(--dim); margin: 0 0 1rem; }
            pre, section { background: var(--card); border: 1px solid var(--rule);
              border-radius: 8px; padding: 1rem; overflow-x: auto; margin: 0 0 1rem; }
            pre { font: 13px/1.6 ui-monospace, monospace; }
            svg { width: 100%; height: auto; display: block; }
            svg text { fill: var(--dim); font: 12px system-ui, sans-serif; }
            svg text.title { fill: var(--ink); font-weight: 600; font-size: 14px; }
            svg .grid { stroke: var(--rule); }
            svg .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
            svg .s1 { stroke: var(--s1); } svg .s2 { stroke: var(--s2); }
            svg .s3 { stroke: var(--s3); }
            """;

    private final Report report;
    private final StringBuilder page = new StringBuilder();

    HtmlReport(Report report) {
        this.report = report;
    }

    /** Text for a page. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;");
    }

    /** The whole page. */
    String text() {
        String title = escaped(Printable.of(ResultTable.title(report.load())));
        String when =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx", Locale.ROOT)
                        .format(ZonedDateTime.now(ZoneId.systemDefault()));
        page.append("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>\n")
                .append("<meta name='viewport' content='width=device-width'>\n")
                .append("<title>fairlead bench ")
                .append(escaped(Printable.of(report.load().endpoint().toString())))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>fairlead bench</h1>\n<p class='sub'>")
                .append(title)
                .append("<br>")
                .append(when)
                .append("</p>\n<pre>")
                .append(escaped(new ResultTable(report).text()))
                .append("</pre>\n");
        if (report.service().count() > 0) charts();
        return page.append("</body></html>\n").toString();
    }

    private void charts() {
        section(percentiles());
        if (report.intervals().size() > 1) {
            section(throughput());
            section(latencies());
        }
    }

    private void section(SvgChart chart) {
        page.append("<section>\n").append(chart.svg()).append("</section>\n");
    }

    // ---- the charts ----

    private SvgChart percentiles() {
        int nines = (int) Math.ceil(Math.log10((double) Math.max(10, report.response().count())));
        Axis x = Axis.percentiles(Math.min(NINES_MAX, nines));
        double max = (double) Math.max(report.response().maxNs(), report.service().maxNs());
        Axis y = Axis.powers("latency", (double) report.service().minNs(), max, Units::time);
        SvgChart chart = new SvgChart("Latency by percentile", x, y);
        if (report.load().isOpenLoop()) chart.line("response time", curve(report.response()));
        return chart.line("service time", curve(report.service()));
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
