package io.fairlead.cli.bench.saved;

import io.fairlead.cli.FileFault;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A run as {@code --save} and {@code --json} write it, an object a line: start, interval ..., end.
 * Fields have the names of JSON pointers, such as {@code /service_time/p99_us}. Immutable.
 */
public final class SavedRun {
    /** A shorter interval is the rest of a second that was cut off. */
    private static final double SECOND_MIN_S = 0.5;

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Map<String, Object> start;
    private final List<Map<String, Object>> seconds;
    private final Map<String, Object> end;

    private SavedRun(
            Map<String, Object> start, List<Map<String, Object>> seconds, Map<String, Object> end) {
        this.start = start;
        this.seconds = seconds;
        this.end = end;
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException if it cannot be read, or holds something else; the message
     *     says why
     */
    public static SavedRun read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(fault(file, "it is not text"), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read " + file + ": " + FileFault.reason(e), e);
        }
        try {
            return of(lines);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(fault(file, String.valueOf(e.getMessage())), e);
        }
    }

    private static String fault(Path file, String why) {
        return file + " is not a result of bench --save: " + why;
    }

    /**
     * The run that {@code lines} describe.
     *
     * @throws IllegalArgumentException if they describe none; the message says why
     */
    public static SavedRun of(List<String> lines) {
        Map<String, Object> start = Map.of();
        Map<String, Object> end = Map.of();
        List<Map<String, Object>> seconds = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> fields = fields(lines.get(i), i + 1);
            switch (String.valueOf(fields.get("/event"))) {
                case "start" -> start = fields;
                case "interval" -> {
                    if (isWholeSecond(fields)) seconds.add(fields);
                }
                case "end" -> end = fields;
                default -> {} // an error, or what a later version adds
            }
        }
        if (!start.containsKey("/endpoint")) {
            throw new IllegalArgumentException("it has no start of a run of one server");
        }
        if (end.isEmpty()) throw new IllegalArgumentException("its run did not end");
        return new SavedRun(start, seconds, end);
    }

    private static boolean isWholeSecond(Map<String, Object> fields) {
        boolean measured = "measure".equals(fields.get("/phase"));
        return measured && fields.get("/length_s") instanceof Double s && s >= SECOND_MIN_S;
    }

    private static Map<String, Object> fields(String line, int number) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("line " + number + " is not a JSON object");
            }
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                String name = json.streamReadContext().pathAsPointer().toString();
                if (token.isNumeric()) fields.put(name, json.getDoubleValue());
                else if (token == JsonToken.VALUE_STRING) fields.put(name, json.getString());
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("line " + number + " is not JSON", e);
        }
        return fields;
    }

    /** How the load was set: the value of a field of the start, in words; empty if it has none. */
    String setting(String field) {
        return switch (start.get(field)) {
            case null -> "";
            case Double number when number == Math.rint(number) ->
                    String.valueOf(number.longValue());
            case Object other -> other.toString();
        };
    }

    /** A figure of the whole run; NaN if it was not measured. */
    double figure(String field) {
        return end.get(field) instanceof Double number ? number : Double.NaN;
    }

    /** A figure of each second that was measured, by the number of the second from 1 on. */
    Map<Integer, Double> seconds(String field) {
        Map<Integer, Double> figures = new TreeMap<>();
        for (int i = 0; i < seconds.size(); i++) {
            if (seconds.get(i).get(field) instanceof Double number) figures.put(i + 1, number);
        }
        return figures;
    }

    /** When it began, in local time to the second. */
    String time() {
        String time = setting("/time");
        try {
            return LOCAL.format(Instant.parse(time).atZone(ZoneId.systemDefault()));
        } catch (DateTimeException e) {
            return "an unknown time";
        }
    }
}
