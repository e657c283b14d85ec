package io.fairlead.cli.bench;

import io.fairlead.cli.OutputException;
import io.fairlead.cli.Shell;
import io.fairlead.cli.text.JsonLine;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes events, a JSON object a line (NDJSON). For one thread. */
final class JsonLines {
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
        String line =
                JsonLine.event(
                        event,
                        json -> {
                            json.writeStringProperty("time", Instant.now().toString());
                            fields.accept(json);
                        });
        sink.line(line);
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
}
