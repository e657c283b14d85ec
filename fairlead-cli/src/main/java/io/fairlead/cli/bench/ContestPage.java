package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Axis;
import io.fairlead.cli.bench.page.HtmlPage;
import io.fairlead.cli.bench.page.PercentileChart;
import io.fairlead.cli.bench.page.SvgChart;
import io.fairlead.cli.bench.page.SvgChart.Point;
import io.fairlead.cli.bench.page.Units;
import io.fairlead.load.result.Latency;
import io.fairlead.server.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A comparison as one page that needs no network: the table, and the models' curves as SVG. */
final class ContestPage {
    private final Contest contest;
    private final ContestRows rows;
    private final List<String> circumstances;

    /**
     * @param circumstances sentences about how it was measured
     */
    ContestPage(Contest contest, List<String> circumstances) {
        this.contest = contest;
        rows = new ContestRows(contest);
        this.circumstances = circumstances;
    }

    /** The whole page. */
    String text() {
        List<String> head = new ArrayList<>(rows.title());
        head.addAll(circumstances);
        HtmlPage page = new HtmlPage("--models " + contest.plan().service().word(), head);
        page.section(table() + sentences());
        Map<String, Latency> latencies = latencies();
        if (!latencies.isEmpty()) page.section(PercentileChart.of(latencies).svg());
        if (contest.plan().rounds() > 1) page.section(rounds().svg());
        return page.text();
    }

    private String table() {
        StringBuilder table = new StringBuilder("<table>\n<thead>");
        table.append(row("th", "", rows.headings())).append("</thead>\n<tbody>\n");
        for (ContestRows.Row row : rows.rows()) {
            table.append(row("td", row.isBest() ? " class='best'" : "", row.cells()));
        }
        return table.append("</tbody></table>\n").toString();
    }

    private static String row(String tag, String of, List<String> cells) {
        return cells.stream()
                .map(cell -> "<%1$s>%2$s</%1$s>".formatted(tag, HtmlPage.escaped(cell)))
                .collect(Collectors.joining("", "<tr" + of + ">", "</tr>\n"));
    }

    private String sentences() {
        List<String> sentences = new ArrayList<>(rows.notes());
        sentences.addAll(rows.missing());
        return sentences.stream()
                .map(sentence -> "<p class='sub'>" + HtmlPage.escaped(sentence) + "</p>\n")
                .collect(Collectors.joining());
    }

    private Map<String, Latency> latencies() {
        Map<String, Latency> latencies = new LinkedHashMap<>();
        for (Model model : contest.order()) {
            Latency latency = contest.latency(model);
            if (latency.count() > 0) latencies.put(model.word(), latency);
        }
        return latencies;
    }

    /** How far a model's rounds are from each other, to be seen. */
    private SvgChart rounds() {
        Figure deciding = contest.deciding();
        double max =
                contest.order().stream()
                        .flatMap(contest::good)
                        .mapToDouble(deciding::of)
                        .max()
                        .orElse(0);
        Axis x = Axis.linear("round", contest.plan().rounds(), Units::brief);
        boolean time = deciding == Figure.P99;
        Axis y = Axis.linear(deciding.heading(), max, time ? Units::time : Units::brief);
        SvgChart chart = new SvgChart(deciding.heading() + ", by round", x, y);
        for (Model model : contest.order()) {
            List<Point> points =
                    contest.good(model)
                            .map(trial -> new Point(trial.round(), deciding.of(trial)))
                            .toList();
            chart.line(model.word(), points);
        }
        return chart;
    }
}
