package io.fairlead.explain;

import io.fairlead.explain.Entry.Check;
import io.fairlead.explain.Entry.Code;
import io.fairlead.explain.Entry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads entries: {@code # NAME} begins one, and each line of it is {@code key: value}. For one
 * thread. The page docs/explain.md tells what each key means.
 */
final class EntryReader {
    /** What is shown as it stands, each behind its key. */
    private static final Set<String> FACTS =
            Set.of(
                    "level", "value", "set", "default", "c", "returns", "java", "linux", "macos",
                    "windows");

    private static final Set<String> KEYS =
            Set.of(
                    "kind", "is", "numbers", "names", "text", "also", "likely", "says", "cause",
                    "check", "do", "see", "man", "ladder");

    private final Map<String, String> ladders;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final Map<String, String> calls = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private String name = "";

    private EntryReader(Map<String, String> ladders) {
        this.ladders = ladders;
    }

    /**
     * Reads a file of entries.
     *
     * @throws IllegalArgumentException for a line that is none of the format
     */
    static List<Entry> read(String text, Map<String, String> ladders) {
        EntryReader reader = new EntryReader(ladders);
        text.lines().forEach(reader::line);
        reader.end();
        return reader.entries;
    }

    /** Reads the drawings: {@code = name}, then the lines of one. */
    static Map<String, String> ladders(String text) {
        Map<String, String> ladders = new LinkedHashMap<>();
        String name = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("= ")) {
                name = line.substring(2);
                ladders.put(name, "");
            } else if (!name.isEmpty() && !line.isBlank()) {
                ladders.merge(name, line + "\n", String::concat);
            }
        }
        return ladders;
    }

    private void line(String line) {
        if (line.startsWith("# ")) {
            end();
            name = line.substring(2).strip();
        } else if (!line.isBlank() && !name.isEmpty()) {
            field(line);
        }
    }

    private void field(String line) {
        int colon = line.indexOf(": ");
        String key = colon < 0 ? "" : line.substring(0, colon);
        String value = line.substring(Math.max(0, colon + 2)).strip();
        if (CallNames.KNOWN.contains(key)) {
            calls.put(key, value);
        } else if (FACTS.contains(key)) {
            facts.put(key, value);
        } else if (KEYS.contains(key)) {
            fields.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
        } else {
            throw new IllegalArgumentException(name + ": what is \"" + line + "\"?");
        }
    }

    private void end() {
        if (name.isEmpty()) return;
        List<String> texts = new ArrayList<>(all("text"));
        texts.addAll(all("also"));
        Kind kind = Kind.valueOf(one("kind", "error").toUpperCase(Locale.ROOT));
        entries.add(
                new Entry(
                        name,
                        kind,
                        one("is", kind.title()),
                        split("numbers", ";").stream().map(this::code).toList(),
                        split("names", ","),
                        List.copyOf(texts),
                        Integer.parseInt(one("likely", "1")),
                        one("says", ""),
                        new LinkedHashMap<>(calls),
                        new LinkedHashMap<>(facts),
                        all("cause"),
                        all("check").stream().map(this::check).toList(),
                        all("do"),
                        split("see", ","),
                        split("man", ","),
                        ladder()));
        fields.clear();
        calls.clear();
        facts.clear();
    }

    private List<String> all(String key) {
        return List.copyOf(fields.getOrDefault(key, List.of()));
    }

    private String one(String key, String otherwise) {
        List<String> values = all(key);
        return values.isEmpty() ? otherwise : values.getFirst();
    }

    private List<String> split(String key, String by) {
        List<String> parts = new ArrayList<>();
        for (String part : one(key, "").split(by, -1)) {
            if (!part.isBlank()) parts.add(part.strip());
        }
        return parts;
    }

    private Code code(String text) {
        String[] words = text.split(" ", -1);
        Platform platform = Platform.valueOf(words[0].toUpperCase(Locale.ROOT));
        return new Code(platform, Integer.parseInt(words[1]), words.length > 2 ? words[2] : "");
    }

    private Check check(String text) {
        int end = text.indexOf(" :: ");
        if (end < 0)
            throw new IllegalArgumentException(name + ": what does \"" + text + "\" show?");
        return new Check(text.substring(0, end), text.substring(end + 4));
    }

    private String ladder() {
        String drawing = ladders.getOrDefault(one("ladder", ""), "");
        if (drawing.isEmpty() && !all("ladder").isEmpty()) {
            throw new IllegalArgumentException(name + ": there is no ladder " + all("ladder"));
        }
        return drawing;
    }
}
