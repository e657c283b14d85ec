package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Entry.Kind;
import io.fairlead.explain.Platform;
import java.util.List;
import java.util.Locale;

/** A line for each entry, below a heading for each kind. */
final class EntryList {
    private EntryList() {}

    static String of(List<Entry> entries) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            List<Entry> ofKind = entries.stream().filter(each -> each.kind() == kind).toList();
            if (ofKind.isEmpty()) continue;
            if (!text.isEmpty()) text.append('\n');
            text.append(heading(kind));
            for (Entry entry : ofKind) text.append(line(entry));
        }
        return text.toString();
    }

    private static String heading(Kind kind) {
        return switch (kind) {
            case ERROR -> numbered(kind.plural(), "Linux", "macOS", "Windows", "");
            case WINSOCK -> beside(kind.plural(), "Linux");
            default -> kind.plural() + "\n";
        };
    }

    private static String line(Entry entry) {
        return switch (entry.kind()) {
            case ERROR ->
                    numbered(
                            entry.name(),
                            number(entry, Platform.LINUX),
                            number(entry, Platform.MACOS),
                            number(entry, Platform.WINDOWS),
                            entry.text());
            case WINSOCK -> beside(entry.name(), entry.facts().getOrDefault("linux", ""));
            default -> beside(entry.name(), brief(entry.says()));
        };
    }

    private static String number(Entry entry, Platform platform) {
        return entry.code(platform).map(code -> Integer.toString(code.number())).orElse("");
    }

    /** The first sentence. */
    private static String brief(String words) {
        int end = words.indexOf(". ");
        return end < 0 ? words : words.substring(0, end + 1);
    }

    private static String numbered(
            String name, String linux, String macos, String windows, String words) {
        String line =
                String.format(
                        Locale.ROOT, "%-22s %6s %6s %8s  %s", name, linux, macos, windows, words);
        return line.stripTrailing() + "\n";
    }

    private static String beside(String name, String words) {
        return String.format(Locale.ROOT, "%-24s %s", name, words).stripTrailing() + "\n";
    }
}
