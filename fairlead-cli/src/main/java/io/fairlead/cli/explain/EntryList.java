package io.fairlead.cli.explain;

import io.fairlead.explain.Entry;
import io.fairlead.explain.Platform;
import java.util.List;
import java.util.Locale;

/** A line for each entry: its name, its numbers, its text. */
final class EntryList {
    private EntryList() {}

    static String of(List<Entry> entries) {
        StringBuilder text = new StringBuilder();
        text.append(line("name", "Linux", "macOS", "Windows", ""));
        for (Entry entry : entries) {
            String words = entry.text().isEmpty() ? entry.says() : entry.text();
            text.append(
                    line(
                            entry.name(),
                            number(entry, Platform.LINUX),
                            number(entry, Platform.MACOS),
                            number(entry, Platform.WINDOWS),
                            brief(words)));
        }
        return text.toString();
    }

    private static String number(Entry entry, Platform platform) {
        return entry.code(platform).map(code -> Integer.toString(code.number())).orElse("");
    }

    /** The first sentence. */
    private static String brief(String words) {
        int end = words.indexOf(". ");
        return end < 0 ? words : words.substring(0, end + 1);
    }

    private static String line(
            String name, String linux, String macos, String windows, String words) {
        String line =
                String.format(
                        Locale.ROOT, "%-22s %6s %6s %8s  %s", name, linux, macos, windows, words);
        return line.stripTrailing() + "\n";
    }
}
