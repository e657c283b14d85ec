package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Units;
import io.fairlead.cli.text.DurationText;
import io.fairlead.cli.text.SizeText;
import io.fairlead.load.LoadReport;
import io.fairlead.load.measure.Statistics;
import io.fairlead.load.result.Fault;
import io.fairlead.net.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the result of a run must be: {@code p99<5ms}, {@code errors=0}, {@code rate>=10k}.
 * Immutable.
 *
 * @param text as it was given
 * @param metric what is compared, as in {@link #KNOWN}
 * @param operator one of {@code < <= > >= =}
 * @param limit in nanoseconds, bytes, or plain
 */
record Assertion(String text, String metric, String operator, double limit) {
    static final String KNOWN =
            "p50, p99, p99.9 (any percentile), min, mean, max, jitter, errors, lost, messages,"
                    + " rate, connects, received, cpu, memory";

    private static final Pattern FORM =
            Pattern.compile("([a-z]+|p[0-9]{1,2}(?:\\.[0-9]{1,6})?|p100)(<=|>=|==|<|>|=)(.+)");

    /**
     * Reads one assertion.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what would be one
     */
    static Assertion parse(String text) {
        String plain = text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        Matcher form = FORM.matcher(plain);
        if (!form.matches()) throw fault(text, "it is not a comparison");
        String metric = form.group(1);
        String value = form.group(3);
        double limit =
                switch (unit(text, metric)) {
                    case TIME -> DurationText.parse(value).toNanos();
                    case BYTES -> SizeText.parse(value);
                    case RATE -> EventRate.parse(value).perSecond();
                    case COUNT -> count(text, value);
                };
        String operator = form.group(2).equals("==") ? "=" : form.group(2);
        return new Assertion(text, metric, operator, limit);
    }

    private enum Unit {
        TIME,
        BYTES,
        RATE,
        COUNT
    }

    private static Unit unit(String text, String metric) {
        return switch (metric) {
            case "min", "mean", "max", "jitter", "cpu" -> Unit.TIME;
            case "memory", "received" -> Unit.BYTES;
            case "rate", "connects" -> Unit.RATE;
            case "errors", "lost", "messages" -> Unit.COUNT;
            default -> {
                if (!metric.startsWith("p") || metric.equals("p") || !isPercentile(metric)) {
                    throw fault(text, "there is no \"" + metric + "\"");
                }
                yield Unit.TIME;
            }
        };
    }

    private static boolean isPercentile(String metric) {
        return metric.matches("p[0-9.]+") && Double.parseDouble(metric.substring(1)) > 0;
    }

    private static double count(String text, String value) {
        if (!value.matches("[0-9]{1,15}")) throw fault(text, "\"" + value + "\" is not a number");
        return Double.parseDouble(value);
    }

    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException(
                "--assert \""
                        + Printable.of(text)
                        + "\": "
                        + what
                        + "; write for example p99<5ms, errors=0 or rate>=10k. Known: "
                        + KNOWN);
    }

    /** Whether it holds for the median of these runs; what was not measured does not. */
    boolean holds(List<LoadReport> reports) {
        double found = found(reports);
        return switch (operator) {
            case "<" -> found < limit;
            case "<=" -> found <= limit;
            case ">" -> found > limit;
            case ">=" -> found >= limit;
            default -> found == limit;
        };
    }

    /** The median of the runs, and of counts the sum; NaN when nothing was measured. */
    private double found(List<LoadReport> reports) {
        if (reports.isEmpty()) return Double.NaN;
        List<Double> found = reports.stream().map(this::found).toList();
        return unit(text, metric) == Unit.COUNT
                ? found.stream().mapToDouble(Double::doubleValue).sum()
                : Statistics.median(found);
    }

    /** What was measured; NaN when it was not. */
    private double found(LoadReport report) {
        boolean none = report.response().count() == 0;
        return switch (metric) {
            case "min" -> none ? Double.NaN : report.response().minNs();
            case "mean" -> none ? Double.NaN : report.response().meanNs();
            case "max" -> none ? Double.NaN : report.response().maxNs();
            case "errors" -> report.errors();
            case "lost" -> report.faults(Fault.LOST);
            case "messages" -> report.messages();
            case "rate" -> report.messagesPerSecond();
            case "connects" -> report.connectsPerSecond();
            case "cpu" ->
                    report.serverCpuPerMessageNs() < 0
                            ? Double.NaN
                            : report.serverCpuPerMessageNs();
            case "jitter" -> report.jitterNs();
            case "received" ->
                    report.load().kind().isUnanswered() ? report.receivedPerSecond() : Double.NaN;
            case "memory" -> report.server().bytesPerConnection();
            default -> none ? Double.NaN : percentileNs(report);
        };
    }

    private double percentileNs(LoadReport report) {
        return report.response().percentileNs(Double.parseDouble(metric.substring(1)));
    }

    /** That it does not hold, in a sentence. */
    String missed(List<LoadReport> reports) {
        double found = found(reports);
        String shown;
        if (Double.isNaN(found)) {
            shown = "it was not measured";
        } else {
            shown =
                    "it was "
                            + switch (unit(text, metric)) {
                                case TIME -> Units.time(found);
                                case BYTES -> SizeText.brief((long) found);
                                case RATE -> Units.count(found) + "/s";
                                case COUNT -> Units.count(found);
                            };
        }
        return "not met: " + text + ", " + shown;
    }
}
