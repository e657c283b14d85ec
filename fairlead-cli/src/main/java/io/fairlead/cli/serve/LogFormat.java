package io.fairlead.cli.serve;

import io.fairlead.net.text.Printable;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How an event becomes a line. */
public enum LogFormat {
    /** For people: the local time and a sentence. */
    TEXT {
        @Override
        public String line(LogEvent event) {
            return CLOCK.format(event.time()) + " " + Printable.of(event.words());
        }
    },
    /** For programs: one JSON object (NDJSON). */
    JSON {
        @Override
        public String line(LogEvent event) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json =
                    Json.FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
                json.writeStartObject();
                json.writeStringProperty("event", event.name());
                json.writeStringProperty("time", event.time().toString());
                for (Map.Entry<String, Object> field : event.fields().entrySet()) {
                    json.writeName(field.getKey());
                    Json.write(json, field.getValue());
                }
                json.writeEndObject();
            }
            return line.toString();
        }
    };

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    /** Loaded when it is needed. */
    private static final class Json {
        static final JsonFactory FACTORY = new JsonFactory();

        static void write(JsonGenerator json, Object value) {
            switch (value) {
                case Long number -> json.writeNumber(number);
                case Integer number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                default -> json.writeString(value.toString());
            }
        }
    }

    /** The line for {@code event}, without its end. */
    public abstract String line(LogEvent event);
}
