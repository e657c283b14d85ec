package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Entry.Check;
import io.fairlead.explain.Entry.Code;
import io.fairlead.explain.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An entry as a page for a person. For one thread. */
final class EntryText {
    private static final int CALL_COLUMNS = 12;
    private static final int WIDTH_MAX = 100; // longer lines are hard to read

    private final StringBuilder text = new StringBuilder();
    private final int width;
    private final boolean colored;

    EntryText(int columns, boolean colored) {
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
        if (entries.size() > 1) {
            List<String> names = entries.stream().map(entry -> oneOf(entry, asked)).toList();
            wrap("", "%s may mean: %s.".formatted(asked, String.join(", or ", names)));
            text.append('\n');
        }
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) text.append("\n\n");
            page(entries.get(i));
        }
        return text.toString();
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

    private void page(Entry entry) {
        bold(entry.name());
        text.append(entry.text().isEmpty() ? kind(entry) : ": " + entry.text()).append('\n');
        String numbers = numbers(entry);
        if (!numbers.isEmpty()) wrap("", numbers);
        text.append('\n');
        wrap("", entry.says());
        calls(entry.calls());
        list("Causes, the likeliest first", entry.causes(), true);
        checks(entry.checks());
        list("What to do", entry.advice(), false);
        if (!entry.ladder().isEmpty()) {
            text.append('\n').append(entry.ladder().indent(2));
        }
        List<String> see = new ArrayList<>(entry.see());
        entry.manual().forEach(page -> see.add("man " + page));
        text.append('\n');
        wrap("", "See also: " + String.join(", ", see));
    }

    private static String kind(Entry entry) {
        return switch (entry.kind()) {
            case STATE -> ", a state of TCP";
            case FLAG -> ", a flag of TCP";
            case ERROR -> "";
        };
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

    private void calls(Map<String, String> calls) {
        if (calls.isEmpty()) return;
        text.append('\n');
        calls.forEach((call, meaning) -> {
            String name = "  " + call;
            wrap(name + " ".repeat(Math.max(1, CALL_COLUMNS - name.length())), meaning);
        });
    }

    private void list(String title, List<String> items, boolean numbered) {
        heading(title);
        for (int i = 0; i < items.size(); i++) {
            wrap(numbered ? "  " + (i + 1) + ". " : "  - ", items.get(i));
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
