package io.fairlead.bench.matrix;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A flat JSON object on one line: its texts and its numbers.
 *
 * @param texts by name
 * @param figures by name
 */
record Json(Map<String, String> texts, Map<String, Double> figures) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Reads an object; what is neither text nor number in it is left out. */
    static Json parse(String line) {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (token == JsonToken.VALUE_STRING) {
                    texts.put(parser.currentName(), parser.getString());
                } else if (token.isNumeric()) {
                    figures.put(parser.currentName(), parser.getDoubleValue());
                }
            }
        }
        return new Json(texts, figures);
    }

    /** One line, without its end. */
    String line() {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            texts.forEach(json::writeStringProperty);
            figures.forEach((name, value) -> write(json, name, value));
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, String name, double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        if (whole) json.writeNumberProperty(name, (long) value);
        else json.writeNumberProperty(name, Math.round(value * 1e4) / 1e4);
    }
}
