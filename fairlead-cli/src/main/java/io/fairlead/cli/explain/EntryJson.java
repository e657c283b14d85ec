package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Entries for programs: an object in a line for each. */
final class EntryJson {
    private EntryJson() {}

    static String of(List<Entry> entries) {
        JsonFactory factory = new JsonFactory();
        StringWriter text = new StringWriter();
        for (Entry entry : entries) {
            try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), text)) {
                write(json, entry);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Entry entry) {
        json.writeStartObject();
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
        array(json, "names", entry.names());
        array(json, "texts", entry.texts());
        json.writeStringProperty("title", entry.title());
        json.writeStringProperty("says", entry.says());
        json.writeObjectPropertyStart("calls");
        entry.calls().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeObjectPropertyStart("facts");
        entry.facts().forEach(json::writeStringProperty);
        json.writeEndObject();
        array(json, "causes", entry.causes());
        json.writeArrayPropertyStart("checks");
        for (Entry.Check check : entry.checks()) {
            json.writeStartObject();
            json.writeStringProperty("command", check.command());
            json.writeStringProperty("shows", check.shows());
            json.writeEndObject();
        }
        json.writeEndArray();
        array(json, "advice", entry.advice());
        array(json, "see", entry.see());
        array(json, "manual", entry.manual());
        json.writeStringProperty("ladder", entry.ladder());
        json.writeEndObject();
    }

    private static void array(JsonGenerator json, String name, List<String> items) {
        json.writeArrayPropertyStart(name);
        items.forEach(json::writeString);
        json.writeEndArray();
    }
}
