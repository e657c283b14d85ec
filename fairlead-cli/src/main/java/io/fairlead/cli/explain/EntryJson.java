package io.fairlead.cli.explain;

import io.fairlead.cli.text.JsonLine;
import io.fairlead.explain.Entry;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** Entries for programs: an object in a line for each. */
final class EntryJson {
    private EntryJson() {}

    static String of(List<Entry> entries) {
        return entries.stream()
                .map(entry -> JsonLine.of(json -> write(json, entry)) + "\n")
                .collect(Collectors.joining());
    }

    private static void write(JsonGenerator json, Entry entry) {
        json.writeStringProperty("name", entry.name());
        json.writeStringProperty("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        json.writeArrayPropertyStart("codes");
        for (Entry.Code code : entry.codes()) {
            json.writeStartObject();
            json.writeStringProperty("platform", code.platform().shown());
            json.writeNumberProperty("number", code.number());
            String name = code.name().isEmpty() ? entry.name() : code.name();
            json.writeStringProperty("name", name);
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonLine.strings(json, "names", entry.names());
        JsonLine.strings(json, "texts", entry.texts());
        json.writeStringProperty("title", entry.title());
        json.writeStringProperty("says", entry.says());
        json.writeObjectPropertyStart("calls");
        entry.calls().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeObjectPropertyStart("facts");
        entry.facts().forEach(json::writeStringProperty);
        json.writeEndObject();
        JsonLine.strings(json, "causes", entry.causes());
        json.writeArrayPropertyStart("checks");
        for (Entry.Check check : entry.checks()) {
            json.writeStartObject();
            json.writeStringProperty("command", check.command());
            json.writeStringProperty("shows", check.shows());
            json.writeEndObject();
        }
        json.writeEndArray();
        JsonLine.strings(json, "advice", entry.advice());
        JsonLine.strings(json, "see", entry.see());
        JsonLine.strings(json, "manual", entry.manual());
        json.writeStringProperty("ladder", entry.ladder());
    }
}
