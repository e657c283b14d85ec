package io.fairlead.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                    "flags");

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d{1,9}|0x[0-9a-f]{1,8})");

    /** Names of errors within a text, as in "bind: EADDRINUSE, Address already in use". */
    private static final Pattern NAME = Pattern.compile("\\b(?:WSA)?E[A-Z0-9_]{2,}\\b");

    /** What Windows wraps a Winsock number in: HRESULT_FROM_WIN32. */
    private static final long HRESULT = 0x8007_0000L;

    /**
     * A number that a program printed as that of an error: {@code errno=98}, {@code failed: -11}.
     */
    private static final Pattern NUMBER_WITHIN =
            Pattern.compile(
                    "(?:errno|err|error|errors?code|code|failed|failure|returned|result|rc)"
                            + "[^a-z0-9]{0,4}(?:is |was |number |code )?[^a-z0-9]{0,4}"
                            + "(\\d{1,9}|0x[0-9a-f]{1,8})(?![\\w.:]|/)");

    private static final int TEXT_MIN = 4;

    private static final Comparator<Entry> LIKELIEST =
            Comparator.comparingInt((Entry entry) -> -entry.likely());

    private final List<Entry> entries = new ArrayList<>();

    private Glossary() {}

    /** Reads the entries that ship. */
    public static Glossary load() {
        Glossary glossary = new Glossary();
        Map<String, String> ladders = EntryReader.ladders(resource("ladders"));
        for (String file : FILES) {
            glossary.entries.addAll(EntryReader.read(resource(file), ladders));
        }
        return glossary;
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
        return List.copyOf(entries);
    }

    /**
     * What is asked for: a name, a number of any platform, or a text that something printed.
     *
     * @return the likeliest first; several where a number or text is not clear; none if not known
     */
    public List<Entry> find(String asked) {
        String text = asked.strip();
        Matcher number = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        if (number.matches()) return byNumber(number(number.group(1)));
        Optional<Entry> named = byName(text);
        if (named.isPresent()) return List.of(named.get());
        List<Entry> within =
                NAME.matcher(text)
                        .results()
                        .flatMap(found -> byName(found.group()).stream())
                        .distinct()
                        .toList();
        if (!within.isEmpty()) return within;
        List<Entry> said = byText(letters(text));
        return said.isEmpty() ? byNumberWithin(text) : said;
    }

    private static long number(String digits) {
        if (!digits.startsWith("0x")) return Long.parseLong(digits);
        long value = Long.parseLong(digits.substring(2), 16);
        return (value & 0xffff_0000L) == HRESULT ? value & 0xffff : value;
    }

    private List<Entry> byNumber(long number) {
        return entries.stream()
                .filter(e -> e.codes().stream().anyMatch(c -> Math.abs(c.number()) == number))
                .sorted(LIKELIEST)
                .toList();
    }

    private List<Entry> byNumberWithin(String text) {
        return NUMBER_WITHIN
                .matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(found -> byNumber(number(found.group(1))))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
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

    /** The entry of that name: {@code ECONNREFUSED}, {@code connrefused}, {@code close-wait}. */
    public Optional<Entry> byName(String name) {
        String wanted = letters(name).replace(" ", "");
        if (wanted.isEmpty()) return Optional.empty();
        return entries.stream().filter(entry -> names(entry).anyMatch(wanted::equals)).findFirst();
    }

    private static Stream<String> names(Entry entry) {
        Stream<String> own =
                Stream.concat(
                        Stream.of(entry.name()),
                        Stream.concat(
                                entry.names().stream(),
                                entry.codes().stream().map(Entry.Code::name)));
        return own.filter(name -> !name.isEmpty())
                .map(name -> letters(name).replace(" ", ""))
                .flatMap(name ->
                        name.startsWith("e") && entry.kind() == Entry.Kind.ERROR
                                ? Stream.of(name, name.substring(1))
                                : Stream.of(name));
    }

    /** What contains the text, or is contained in it; the longest in common first. */
    private List<Entry> byText(String asked) {
        if (asked.length() < TEXT_MIN) return List.of();
        int best = entries.stream().mapToInt(entry -> common(entry, asked)).max().orElse(0);
        return best == 0
                ? List.of()
                : entries.stream()
                        .filter(entry -> common(entry, asked) == best)
                        .sorted(LIKELIEST)
                        .toList();
    }

    private static int common(Entry entry, String asked) {
        int best = 0;
        for (String text : entry.texts()) {
            String known = letters(text);
            int length = 0;
            if (known.equals(asked)) {
                length = 2 * known.length();
            } else if ((" " + asked + " ").contains(" " + known + " ")) {
                length = known.length();
            } else if (known.contains(asked)) {
                length = asked.length();
            }
            best = Math.max(best, length);
        }
        return best;
    }

    /** Everything that {@link #find} knows, in lower case: for a guess at what was meant. */
    public List<String> words() {
        return entries.stream()
                .flatMap(entry ->
                        Stream.concat(
                                Stream.concat(Stream.of(entry.name()), entry.names().stream()),
                                entry.texts().stream()))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
    }
}
