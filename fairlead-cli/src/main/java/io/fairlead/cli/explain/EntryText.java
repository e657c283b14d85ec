package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Entry.Check;
import io.fairlead.explain.Entry.Code;
import io.fairlead.explain.Entry.Kind;
import io.fairlead.explain.Glossary;
import io.fairlead.explain.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An entry as a page for a person. For one thread. */
final class EntryText {
    private static final int CALL_COLUMNS = 12;
    private static final int ERROR_COLUMNS = 18;

    /** Facts whose key is not how people write it. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "c", "C", "java", "Java", "linux", "Linux", "macos", "macOS", "windows",
                    "Windows");

    private static final int WIDTH_MAX = 100; // longer lines are hard to read

    private final StringBuilder text = new StringBuilder();
    private final Supplier<Glossary> glossary;
    private final int width;
    private final boolean colored;

    /**
     * @param glossary asked only where a page needs other entries, too
     */
    EntryText(Supplier<Glossary> glossary, int columns, boolean colored) {
        this.glossary = glossary;
        width = Math.min(columns, WIDTH_MAX);
        this.colored = colored;
    }

    /**
     * The page.
     *
     * @param other what Linux calls the number that was asked for, if that is not here; or empty
     */
    String of(List<Entry> entries, String asked, String other) {
        if (!other.isEmpty()) {
            wrap("", "On Linux %s is %s, which no socket call reports.".formatted(asked, other));
            text.append('\n');
        }
        if (entries.size() > 1 && !isEachNamed(entries, asked)) {
            List<String> names = entries.stream().map(entry -> oneOf(entry, asked)).toList();
            wrap("", "%s may mean: %s.".formatted(asked, String.join(", or ", names)));
            text.append('\n');
        }
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) text.append("\n\n");
            page(entries.get(i), asked);
        }
        return text.toString();
    }

    /** Whether the text has the name of each, so that it does not leave open which is meant. */
    private boolean isEachNamed(List<Entry> entries, String asked) {
        Glossary all = glossary.get();
        Stream<String> parts =
                Stream.concat(Stream.of(asked.split(",", -1)), Stream.of(asked.split("\\W+", -1)));
        return parts.flatMap(part -> all.byName(part.strip()).stream())
                .toList()
                .containsAll(entries);
    }

    private static String oneOf(Entry entry, String asked) {
        List<String> platforms =
                entry.codes().stream()
                        .filter(code -> Integer.toString(Math.abs(code.number())).equals(asked))
                        .map(code -> code.platform().shown())
                        .toList();
        return platforms.isEmpty()
                ? entry.name()
                : entry.name() + " on " + String.join(" and ", platforms);
    }

    private void page(Entry entry, String asked) {
        bold(entry.name());
        String title = entry.title().isEmpty() ? "" : ", " + entry.title();
        text.append(entry.text().isEmpty() ? title : ": " + entry.text()).append('\n');
        String numbers = numbers(entry);
        if (!numbers.isEmpty()) wrap("", numbers);
        text.append('\n');
        wrap("", entry.says());
        atCall(entry, asked);
        rows(entry.facts());
        rows(entry.calls());
        if (entry.kind() == Kind.CALL) errors(entry);
        causes(entry);
        checks(entry.checks());
        list("What to do", entry.advice(), "  - ");
        if (!entry.ladder().isEmpty()) {
            text.append('\n').append(entry.ladder().indent(2));
        }
        List<String> see = new ArrayList<>(entry.see());
        entry.manual().forEach(page -> see.add("man " + page));
        text.append('\n');
        wrap("", "See also: " + String.join(", ", see));
    }

    /** What it means for the call that was asked about, as in "10014 at accept". */
    private void atCall(Entry entry, String asked) {
        for (String call : Glossary.callsWithin(asked)) {
            String meaning = entry.calls().get(call);
            if (meaning != null) wrap("", "At %s: %s".formatted(call, meaning));
        }
    }

    private void errors(Entry call) {
        List<Entry> errors = glossary.get().errorsOf(call.name());
        if (errors.isEmpty()) return;
        String called = Glossary.callsWithin(call.name()).getFirst();
        heading("Its errors, the likeliest first");
        for (Entry error : errors) {
            row(error.name(), error.calls().getOrDefault(called, ""), ERROR_COLUMNS);
        }
    }

    private void causes(Entry entry) {
        boolean ranked =
                switch (entry.kind()) {
                    case ERROR, STATE, FLAG, SIGNAL, ALERT -> true;
                    case OPTION, CONSTANT, CALL, WINSOCK, TERM -> false;
                };
        if (ranked) {
            list("Causes, the likeliest first", entry.causes(), "");
        } else {
            list("Where you meet it", entry.causes(), "  - ");
        }
    }

    private static String numbers(Entry entry) {
        List<String> parts = new ArrayList<>();
        for (Platform platform : Platform.values()) {
            entry.code(platform).ifPresent(code -> parts.add(number(code)));
        }
        return String.join(", ", parts);
    }

    private static String number(Code code) {
        String name = code.name().isEmpty() ? "" : " (" + code.name() + ")";
        return code.platform().shown() + " " + code.number() + name;
    }

    private void rows(Map<String, String> rows) {
        if (rows.isEmpty()) return;
        text.append('\n');
        rows.forEach((key, meaning) -> row(NAMES.getOrDefault(key, key), meaning, CALL_COLUMNS));
    }

    private void row(String key, String meaning, int columns) {
        String name = "  " + key;
        wrap(name + " ".repeat(Math.max(1, columns - name.length())), meaning);
    }

    /** Behind {@code mark}, or numbered if that is empty. */
    private void list(String title, List<String> items, String mark) {
        if (items.isEmpty()) return;
        heading(title);
        for (int i = 0; i < items.size(); i++) {
            wrap(mark.isEmpty() ? "  " + (i + 1) + ". " : mark, items.get(i));
        }
    }

    private void checks(List<Check> checks) {
        if (checks.isEmpty()) return;
        heading("To check");
        for (Check check : checks) {
            text.append("  ").append(check.command()).append('\n');
            wrap("      ", check.shows());
        }
    }

    private void heading(String title) {
        text.append('\n');
        bold(title);
        text.append('\n');
    }

    private void bold(String words) {
        text.append(colored ? "\033[1m" + words + "\033[0m" : words);
    }

    /** Text behind {@code start}, in lines that begin below its first letter. */
    private void wrap(String start, String words) {
        StringBuilder line = new StringBuilder(start);
        boolean fresh = true;
        for (String word : words.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > width) {
                text.append(line).append('\n');
                line.setLength(0);
                line.repeat(' ', start.length());
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        text.append(line).append('\n');
    }
}
