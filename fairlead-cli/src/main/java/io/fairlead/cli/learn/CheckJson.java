package io.fairlead.cli.learn;

import io.fairlead.cli.text.JsonLine;
import io.fairlead.learn.check.CheckResult;
import io.fairlead.learn.check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** What a check found as JSON, an object a line (NDJSON): finding ..., end. */
final class CheckJson {
    private CheckJson() {}

    private static String line(String event, Consumer<JsonGenerator> fields) {
        return JsonLine.event(event, fields) + "\n";
    }

    static String of(CheckResult finding) {
        return line(
                "finding",
                json -> {
                    json.writeStringProperty("topic", finding.topic().word());
                    json.writeStringProperty("verdict", word(finding.verdict()));
                    json.writeStringProperty("sentence", finding.sentence());
                    JsonLine.strings(json, "evidence", finding.evidence());
                    json.writeNumberProperty("chapter", finding.topic().chapter());
                    json.writeStringProperty("lab", finding.topic().lab());
                });
    }

    static String end(List<CheckResult> findings) {
        return line(
                "end",
                json -> {
                    for (Verdict verdict : Verdict.values()) {
                        long count =
                                findings.stream().filter(it -> it.verdict() == verdict).count();
                        json.writeNumberProperty(word(verdict), count);
                    }
                });
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
