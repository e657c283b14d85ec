package io.fairlead.cli.bench;

import io.fairlead.cli.bench.page.Units;
import io.fairlead.cli.text.SizeText;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Latency;
import io.fairlead.net.Endpoint;
import io.fairlead.net.text.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result as text for a person. For one thread. */
final class ResultTable {
    /** The percentiles that are shown. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99);

    private static final int LABEL_WIDTH = 16;

    private final LoadReport report;
    private final Load load;
    private final StringBuilder text = new StringBuilder();

    ResultTable(LoadReport report) {
        this.report = report;
        load = report.load();
    }

    /** The whole table, some lines. */
    String text() {
        text.append(Printable.of(title(load))).append('\n');
        if (report.stopped()) row("ended early", "after " + Units.time(report.lengthNs()));
        if (load.kind() == Load.Kind.IDLE) {
            row("connections", Units.count(report.connected()) + " open");
        } else {
            throughput();
        }
        latencies();
        faults();
        server();
        row("generator", String.format(Locale.ROOT, "busy %.0f %%", report.generatorBusy() * 100));
        for (Finding finding : report.findings()) {
            text.append("  note: ").append(finding.sentence()).append('\n');
        }
        return text.toString();
    }

    /** What was done to whom, in a line. */
    static String title(Load load) {
        return load.endpoint() + ": " + what(load);
    }

    /** What was done, in a clause. */
    static String what(Load load) {
        String unit = load.endpoint().scheme() == Endpoint.Scheme.UDP ? " sockets" : " connections";
        String peers =
                Units.count(load.connections())
                        + (load.connections() == 1 ? unit.substring(0, unit.length() - 1) : unit);
        String what =
                switch (load.kind()) {
                    case EXCHANGE -> peers + ", depth " + load.depth();
                    case CHURN -> peers + " made, used once and closed, over and over";
                    case IDLE -> peers + " held open";
                    case FANOUT -> "one sends to " + peers + ", depth " + load.depth();
                    case REVERSE -> peers + ", the server sends";
                    case BIDIR -> peers + ", both sides send";
                };
        String size = ", " + SizeText.brief(load.payload().bytes());
        String loop =
                load.isOpenLoop()
                        ? ", open loop at " + Units.count(load.rate()) + "/s"
                        : ", closed loop";
        boolean silent = load.kind() == Load.Kind.IDLE || load.kind() == Load.Kind.REVERSE;
        return what + (silent ? "" : size + loop);
    }

    private void throughput() {
        if (load.kind().isUnanswered()) received();
        if (load.kind() == Load.Kind.REVERSE) return;
        boolean fanout = load.kind() == Load.Kind.FANOUT;
        double perSecond = report.messagesPerSecond();
        row(
                fanout ? "deliveries" : "messages",
                "%s in %s, %s/s, %s"
                        .formatted(
                                Units.count(report.messages()),
                                Units.time(report.lengthNs()),
                                Units.count(perSecond),
                                speed(perSecond * load.payload().bytes())));
        if (load.kind() == Load.Kind.CHURN) {
            row("connections", Units.count(report.connectsPerSecond()) + "/s");
        }
        if (report.notSent() > 0) row("not sent", Units.count(report.notSent()) + " that were due");
    }

    private String speed(double bytesPerSecond) {
        String bytes = SizeText.brief(Math.round(bytesPerSecond)) + "/s";
        if (load.answer() != Load.Answer.NONE) return bytes + " each way";
        return bytes + " sent (" + Units.bits(bytesPerSecond) + ")";
    }

    private void received() {
        double perSecond = report.receivedPerSecond();
        row(
                "received",
                "%s in %s, %s/s (%s)"
                        .formatted(
                                SizeText.brief(report.receivedBytes()),
                                Units.time(report.lengthNs()),
                                SizeText.brief(Math.round(perSecond)),
                                Units.bits(perSecond)));
    }

    private void latencies() {
        boolean any = report.service().count() > 0 || report.connecting().count() > 0;
        if (!any) return;
        List<String> heading = new ArrayList<>();
        PERCENTILES.forEach(p -> heading.add(name(p)));
        text.append("  ").append(cell("latency"));
        heading.forEach(name -> text.append(right(name)));
        text.append(right("max")).append('\n');
        if (load.isOpenLoop()) latency("response time", report.response());
        if (load.kind() != Load.Kind.IDLE) latency("service time", report.service());
        latency("connecting", report.connecting());
    }

    /** A percentile's name: p50, p99.9. */
    static String name(double percentile) {
        return "p" + BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
    }

    private void latency(String label, Latency latency) {
        if (latency.count() == 0) return;
        text.append("  ").append(cell(label));
        PERCENTILES.forEach(p -> text.append(right(Units.time(latency.percentileNs(p)))));
        text.append(right(Units.time(latency.maxNs()))).append('\n');
    }

    private void faults() {
        List<String> parts = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            long count = report.faults(fault);
            if (count > 0 && fault != Fault.LOST) {
                parts.add(Units.count(count) + " " + fault.word());
            }
        }
        if (report.failure() != null) parts.add("1 that ended the run");
        row("errors", parts.isEmpty() ? "0" : String.join(", ", parts));
        Exception first = report.firstFault();
        if (!parts.isEmpty() && first != null) {
            row("first error", Printable.of(String.valueOf(first.getMessage())));
        }
        if (load.endpoint().scheme() == Endpoint.Scheme.UDP) datagrams();
    }

    private void datagrams() {
        long lost = report.faults(Fault.LOST);
        double share = 100.0 * lost / Math.max(1, lost + report.messages());
        row(
                "datagrams",
                String.format(
                        Locale.ROOT,
                        "%,d lost (%.3g %%), %,d out of order, %,d late or double",
                        lost,
                        share,
                        report.reordered(),
                        report.duplicates()));
        double jitterNs = report.jitterNs();
        if (!Double.isNaN(jitterNs)) row("jitter", Units.time(jitterNs) + " of the round trip");
    }

    private void server() {
        if (!report.server().isKnown()) return;
        List<String> parts = new ArrayList<>();
        double cpuNs = report.serverCpuPerMessageNs();
        if (cpuNs >= 0) parts.add(Units.time(cpuNs) + " of processor time a message");
        long rss = report.server().rssBytes();
        if (rss >= 0) parts.add(SizeText.brief(rss) + " resident");
        double each = report.server().bytesPerConnection();
        if (!Double.isNaN(each))
            parts.add(SizeText.brief(Math.max(0, Math.round(each))) + " for each connection");
        String who = report.server().command() + ", pid " + report.server().pid();
        row("server", Printable.of(who) + ": " + String.join(", ", parts));
    }

    private void row(String label, String value) {
        text.append("  ").append(cell(label)).append(value).append('\n');
    }

    private static String cell(String label) {
        return String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label);
    }

    private static String right(String value) {
        return String.format(Locale.ROOT, "%-10s", value);
    }
}
