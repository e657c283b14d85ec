package io.fairlead.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.explain.Entry.Kind;
import io.fairlead.posix.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every entry, and how one is found. Immutable; for any thread. */
public final class Glossary {
    private static final List<String> FILES =
            List.of(
                    "connections",
                    "addresses",
                    "arguments",
                    "limits",
                    "names",
                    "winsock",
                    "states",
                    "flags",
                    "options",
                    "constants",
                    "signals",
                    "calls",
                    "winsock-calls",
                    "alerts",
                    "terms");

    private final List<Entry> entries;
    private final Finder finder;

    private Glossary(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        finder = new Finder(entries);
    }

    /** Reads the entries that ship. */
    public static Glossary load() {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> ladders = EntryReader.ladders(resource("ladders"));
        for (String file : FILES) entries.addAll(EntryReader.read(resource(file), ladders));
        return new Glossary(entries);
    }

    /**
     * The entry of exactly this name, read by itself: an eighth of the time that all of them take.
     */
    public static Optional<Entry> alone(String name) {
        String heading = "\n# " + name + "\n";
        if (name.contains("\n")) return Optional.empty();
        for (String file : FILES) {
            String text = resource(file);
            int start = text.indexOf(heading);
            if (start < 0) continue;
            int end = text.indexOf("\n# ", start + heading.length() - 1);
            String section = text.substring(start + 1, end < 0 ? text.length() : end);
            Map<String, String> ladders = EntryReader.ladders(resource("ladders"));
            return EntryReader.read(section, ladders).stream().findFirst();
        }
        return Optional.empty();
    }

    private static String resource(String name) {
        try (InputStream in = Glossary.class.getResourceAsStream(name + ".txt")) {
            if (in == null) throw new IllegalStateException("there is no " + name + ".txt");
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every entry, by subject. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entries of a kind, in the order of their files. */
    public List<Entry> entries(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** The entries whose name begins so, in upper case: {@code SO_}. */
    public List<Entry> beginning(String prefix) {
        String wanted = prefix.toUpperCase(Locale.ROOT);
        return entries.stream().filter(entry -> entry.name().startsWith(wanted)).toList();
    }

    /**
     * What is asked for: a name, several with commas between them, a number of any platform, or a
     * text that something printed.
     *
     * @return the likeliest first, or those that were named in their order; several where a number
     *     or text is not clear; none if not known
     */
    public List<Entry> find(String asked) {
        return finder.find(asked);
    }

    /**
     * The entry of that name, of the exact name first: {@code ECONNREFUSED}, {@code connrefused},
     * {@code close-wait}.
     */
    public Optional<Entry> byName(String name) {
        return finder.byName(name);
    }

    /** The entries that name this command among those that show something. */
    public List<Entry> checkedBy(String command) {
        return entries.stream()
                .filter(entry -> entry.checks().stream().anyMatch(c -> c.command().equals(command)))
                .toList();
    }

    /**
     * The calls that a text names, as {@link Entry#calls} names them: {@code read} for {@code
     * recv() failed}.
     */
    public static List<String> callsWithin(String text) {
        return CallNames.within(text);
    }

    /** The errors that have a meaning of their own at this call; the likeliest first. */
    public List<Entry> errorsOf(String call) {
        String known = CallNames.of(call).orElse("");
        return entries.stream()
                .filter(entry -> entry.calls().containsKey(known))
                .sorted(Comparator.comparingInt(entry -> -entry.likely()))
                .toList();
    }

    /**
     * What Linux calls {@code number} where that is no error of sockets: nothing if it has an
     * entry, or is no error.
     */
    public Optional<String> otherOnLinux(String asked) {
        if (!asked.strip().matches("\\d{1,4}")) return Optional.empty();
        int number = Integer.parseInt(asked.strip());
        String name = Errno.name(number);
        boolean known = byName(name).isPresent() || name.startsWith("errno ");
        return known ? Optional.empty() : Optional.of(name + ", " + Errno.text(number));
    }

    /** Everything that {@link #find} knows: for a guess at what was meant. */
    public List<String> words() {
        return entries.stream()
                .flatMap(entry ->
                        Stream.concat(
                                Stream.concat(Stream.of(entry.name()), entry.names().stream()),
                                entry.texts().stream()))
                .distinct()
                .toList();
    }
}
