package io.fairlead.cli.bench;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes events, a JSON object a line (NDJSON). For one thread. */
final class JsonLines {
    private final JsonFactory factory = new JsonFactory();
    private final Sink sink;

    /** Where the lines go. */
    @FunctionalInterface
    interface Sink {
        void line(String line) throws OutputException;
    }

    JsonLines(Sink sink) {
        this.sink = sink;
    }

    /** Lines for standard output. */
    static JsonLines to(Shell shell) {
        return new JsonLines(line -> shell.print(line + "\n"));
    }

    /** Writes an event, with the time, and the fields that {@code fields} writes. */
    void line(String event, Consumer<JsonGenerator> fields) throws OutputException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("event", event);
            json.writeStringProperty("time", Instant.now().toString());
            fields.accept(json);
            json.writeEndObject();
        }
        sink.line(line.toString());
    }

    /** Why nothing came of it, and what the process ends with. */
    void error(Exception failure, int exit) throws OutputException {
        line(
                "error",
                json -> {
                    json.writeStringProperty("message", String.valueOf(failure.getMessage()));
                    json.writeNumberProperty("exit", exit);
                });
    }

    static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
