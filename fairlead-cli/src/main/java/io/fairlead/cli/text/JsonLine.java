package io.fairlead.cli.text;

import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object in a line, for output that has one a line (NDJSON). Safe for any thread. */
public final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLine() {}

    /** The object with the fields that {@code fields} writes, without the end of the line. */
    public static String of(Consumer<JsonGenerator> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /** The same, with the name of the event as its first field. */
    public static String event(String name, Consumer<JsonGenerator> fields) {
        return of(json -> {
            json.writeStringProperty("event", name);
            fields.accept(json);
        });
    }

    /** Writes a field that is an array of strings. */
    public static void strings(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
