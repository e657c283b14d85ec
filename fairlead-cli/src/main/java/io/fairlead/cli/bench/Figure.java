package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Units;
import io.fairlead.cli.text.SizeText;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is known of a trial: the columns of a comparison, in their order. */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
enum Figure {
    MESSAGES("messages/s", "messages_per_s", Unit.COUNT, of(LoadReport::messagesPerSecond)),
    CONNECTIONS("conn/s", "connections_per_s", Unit.COUNT, Figure::connections),
    P50("p50", "p50_us", Unit.TIME, latency(50)),
    P99("p99", "p99_us", Unit.TIME, latency(99)),
    P999("p99.9", "p99.9_us", Unit.TIME, latency(99.9)),
    MAX("max", "max_us", Unit.TIME, latency(100)),
    CPU("CPU/msg", "cpu_us_per_message", Unit.TIME, of(LoadReport::serverCpuPerMessageNs)),
    MEMORY("RSS", "rss_bytes", Unit.BYTES, of(report -> report.server().rssBytes())),
    THREADS("threads", "threads", Unit.COUNT, of(report -> report.server().threads())),
    PROCESSES("procs", "processes", Unit.COUNT, of(report -> report.server().processes())),
    SWITCHES("switch/s", "switches_per_s", Unit.COUNT, of(Figure::switches)),
    ERRORS("errors", "errors", Unit.COUNT, Figure::errors),
    GENERATOR("gen", "generator_busy", Unit.SHARE, of(LoadReport::generatorBusy));

    private final String heading;
    private final String key;
    private final Unit unit;
    private final ToDoubleFunction<Trial> value;

    /** Of what a figure is a number: {@link #TIME} in nanoseconds, {@link #SHARE} of 1. */
    private enum Unit {
        COUNT,
        TIME,
        BYTES,
        SHARE
    }

    Figure(String heading, String key, Unit unit, ToDoubleFunction<Trial> value) {
        this.heading = heading;
        this.key = key;
        this.unit = unit;
        this.value = value;
    }

    String heading() {
        return heading;
    }

    /** Its name for programs. */
    String key() {
        return key;
    }

    /** The figure of {@code trial}; NaN if it was not measured. */
    double of(Trial trial) {
        return value.applyAsDouble(trial);
    }

    /** For people; nothing for NaN. */
    String text(double figure) {
        if (Double.isNaN(figure)) return "";
        return switch (unit) {
            case COUNT -> Units.count(figure);
            case TIME -> Units.time(figure);
            case BYTES -> SizeText.brief(Math.round(figure));
            case SHARE -> String.format(Locale.ROOT, "%.0f %%", figure * 100);
        };
    }

    /** For programs, in the unit that {@link #key} says: times in microseconds. */
    double plain(double figure) {
        return unit == Unit.TIME ? figure / 1e3 : figure;
    }

    private static ToDoubleFunction<Trial> of(ToDoubleFunction<LoadReport> value) {
        return trial -> {
            if (trial.report() == null) return Double.NaN;
            double figure = value.applyAsDouble(trial.report());
            return figure < 0 ? Double.NaN : figure;
        };
    }

    private static ToDoubleFunction<Trial> latency(double percentile) {
        return of(report ->
                report.response().count() == 0
                        ? Double.NaN
                        : report.response().percentileNs(percentile));
    }

    /** Visits that came to their end: of the load itself, or of the short churn after it. */
    private static double connections(Trial trial) {
        if (trial.visits() != null) return trial.visits().messagesPerSecond();
        LoadReport report = trial.report();
        if (report == null || report.load().kind() != Load.Kind.CHURN) return Double.NaN;
        return report.messagesPerSecond();
    }

    private static double switches(LoadReport report) {
        return report.server().switches() * 1e9 / Math.max(1, report.lengthNs());
    }

    private static double errors(Trial trial) {
        long errors = trial.failure() == null ? 0 : 1;
        if (trial.report() != null) errors = Math.max(errors, trial.report().errors());
        if (trial.visits() != null) errors += trial.visits().errors();
        return errors;
    }
}
