package io.fairlead.cli.serve;

import io.fairlead.cli.text.JsonLine;
import io.fairlead.net.text.Printable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

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
            return JsonLine.event(event.name(), json -> write(json, event));
        }
    };

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    private static void write(JsonGenerator json, LogEvent event) {
        json.writeStringProperty("time", event.time().toString());
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            json.writeName(field.getKey());
            switch (field.getValue()) {
                case Long number -> json.writeNumber(number);
                case Integer number -> json.writeNumber(number);
                case Double number -> json.writeNumber(number);
                case Object other -> json.writeString(other.toString());
            }
        }
    }

    /** The line for {@code event}, without its end. */
    public abstract String line(LogEvent event);
}
