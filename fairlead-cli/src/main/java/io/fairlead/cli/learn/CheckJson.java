package io.fairlead.cli.learn;

import io.fairlead.learn.check.CheckResult;
import io.fairlead.learn.check.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a check found as JSON, an object a line (NDJSON): finding ..., end. */
final class CheckJson {
    private CheckJson() {}

    private static String line(String event, Consumer<JsonGenerator> fields) {
        StringWriter line = new StringWriter();
        JsonFactory factory = new JsonFactory();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("event", event);
            fields.accept(json);
            json.writeEndObject();
        }
        return line + "\n";
    }

    static String of(CheckResult finding) {
        return line(
                "finding",
                json -> {
                    json.writeStringProperty("topic", finding.topic().word());
                    json.writeStringProperty("verdict", word(finding.verdict()));
                    json.writeStringProperty("sentence", finding.sentence());
                    json.writeArrayPropertyStart("evidence");
                    finding.evidence().forEach(json::writeString);
                    json.writeEndArray();
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
