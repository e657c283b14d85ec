package io.fairlead.cli.bench;

import io.fairlead.cli.ExitCode;
import io.fairlead.cli.OutputException;
import io.fairlead.cli.bench.saved.Comparison;
import io.fairlead.cli.text.JsonLine;
import io.fairlead.load.Load;
import io.fairlead.load.LoadReport;
import io.fairlead.load.result.Fault;
import io.fairlead.load.result.Finding;
import io.fairlead.load.result.Interval;
import io.fairlead.load.result.Latency;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The result as JSON, an object a line (NDJSON): start, interval ..., end. For one thread. */
final class ResultJson {
    private static final double NS_PER_S = 1e9;

    private final JsonLines lines;
    private boolean received;

    ResultJson(JsonLines lines) {
        this.lines = lines;
    }

    void start(Load load) throws OutputException {
        received = load.kind().isUnanswered();
        lines.line(
                "start",
                json -> {
                    json.writeStringProperty("endpoint", load.endpoint().toString());
                    load(json, load);
                });
    }

    /** What is done, whoever the server is. */
    static void load(JsonGenerator json, Load load) {
        json.writeStringProperty("kind", kind(load));
        json.writeNumberProperty("connections", load.connections());
        json.writeNumberProperty("payload_bytes", load.payload().bytes());
        json.writeStringProperty("answer", load.answer().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("depth", load.depth());
        json.writeStringProperty("loop", loop(load));
        if (load.isOpenLoop()) json.writeNumberProperty("rate_per_s", load.rate());
        json.writeNumberProperty("warm_up_s", load.warmUp().toNanos() / NS_PER_S);
        json.writeNumberProperty("duration_s", load.duration().toNanos() / NS_PER_S);
        json.writeNumberProperty("threads", load.threads());
    }

    static String kind(Load load) {
        return load.kind().name().toLowerCase(Locale.ROOT);
    }

    static String loop(Load load) {
        return load.isOpenLoop() ? "open" : "closed";
    }

    /** The run and one before it. */
    void against(Comparison comparison) throws OutputException {
        lines.line("against", comparison::write);
    }

    /** Standard output may be closed: the run then ends as it does for any broken pipe. */
    void interval(Interval interval) {
        try {
            lines.line(
                    "interval",
                    json -> {
                        String phase = interval.phase().name().toLowerCase(Locale.ROOT);
                        json.writeStringProperty("phase", phase);
                        json.writeNumberProperty("at_s", interval.atNs() / NS_PER_S);
                        json.writeNumberProperty("length_s", interval.lengthNs() / NS_PER_S);
                        json.writeNumberProperty("connected", interval.connected());
                        json.writeNumberProperty("messages", interval.messages());
                        json.writeNumberProperty("messages_per_s", interval.messagesPerSecond());
                        if (received) {
                            json.writeNumberProperty(
                                    "received_bytes_per_s", interval.receivedPerSecond());
                        }
                        json.writeNumberProperty("connects", interval.connects());
                        json.writeNumberProperty("faults", interval.faults());
                        latency(json, "latency", interval.latency());
                    });
        } catch (OutputException e) {
            throw new UncheckedIOException(e);
        }
    }

    void end(LoadReport report, ExitCode code, @Nullable Exception failure, List<String> missed)
            throws OutputException {
        if (failure != null) lines.error(failure, code.code());
        lines.line(
                "end",
                json -> {
                    json.writeNumberProperty("exit", code.code());
                    json.writeBooleanProperty("stopped", report.stopped());
                    json.writeNumberProperty("length_s", report.lengthNs() / NS_PER_S);
                    json.writeNumberProperty("messages", report.messages());
                    json.writeNumberProperty("messages_per_s", report.messagesPerSecond());
                    json.writeNumberProperty("payload_bytes", report.payloadBytes());
                    if (report.load().kind().isUnanswered()) {
                        json.writeNumberProperty("received_bytes", report.receivedBytes());
                        json.writeNumberProperty(
                                "received_bytes_per_s", report.receivedPerSecond());
                    }
                    json.writeNumberProperty("connects", report.connects());
                    json.writeNumberProperty("connects_per_s", report.connectsPerSecond());
                    json.writeNumberProperty("connected", report.connected());
                    if (report.load().isOpenLoop())
                        latency(json, "response_time", report.response());
                    latency(json, "service_time", report.service());
                    latency(json, "connecting", report.connecting());
                    faults(json, report);
                    server(json, report);
                    json.writeNumberProperty("generator_busy", report.generatorBusy());
                    findings(json, report.findings());
                    JsonLine.strings(json, "missed", missed);
                });
    }

    private static void faults(JsonGenerator json, LoadReport report) {
        json.writeNumberProperty("errors", report.errors());
        json.writeObjectPropertyStart("faults");
        for (Fault fault : Fault.values()) {
            json.writeNumberProperty(fault.word(), report.faults(fault));
        }
        json.writeEndObject();
        json.writeNumberProperty("reordered", report.reordered());
        json.writeNumberProperty("duplicates", report.duplicates());
        if (!Double.isNaN(report.jitterNs())) {
            json.writeNumberProperty("jitter_us", report.jitterNs() / 1e3);
        }
        json.writeNumberProperty("not_sent", report.notSent());
    }

    private static void server(JsonGenerator json, LoadReport report) {
        if (!report.server().isKnown()) return;
        json.writeObjectPropertyStart("server");
        json.writeNumberProperty("pid", report.server().pid());
        json.writeStringProperty("command", report.server().command());
        if (report.server().cpuNs() >= 0) {
            json.writeNumberProperty("cpu_s", report.server().cpuNs() / NS_PER_S);
        }
        double each = report.serverCpuPerMessageNs();
        if (each >= 0) json.writeNumberProperty("cpu_us_per_message", each / 1e3);
        if (report.server().rssBytes() >= 0) {
            json.writeNumberProperty("rss_bytes", report.server().rssBytes());
        }
        double slope = report.server().bytesPerConnection();
        if (!Double.isNaN(slope)) json.writeNumberProperty("bytes_per_connection", slope);
        json.writeEndObject();
    }

    static void latency(JsonGenerator json, String name, Latency latency) {
        if (latency.count() == 0) return;
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("count", latency.count());
        json.writeNumberProperty("min_us", latency.minNs() / 1e3);
        json.writeNumberProperty("mean_us", latency.meanNs() / 1e3);
        for (double percentile : ResultTable.PERCENTILES) {
            json.writeNumberProperty(
                    ResultTable.name(percentile) + "_us", latency.percentileNs(percentile) / 1e3);
        }
        json.writeNumberProperty("max_us", latency.maxNs() / 1e3);
        json.writeEndObject();
    }

    private static void findings(JsonGenerator json, List<Finding> findings) {
        json.writeArrayPropertyStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringProperty("code", finding.code());
            json.writeStringProperty("sentence", finding.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
