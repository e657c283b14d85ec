package io.fairlead.explain;

import io.fairlead.explain.Entry.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what somebody means by a name, a number or a text. Immutable; for any thread. */
final class Finder {
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d{1,9}|0x[0-9a-f]{1,8})");

    /** Names of errors and signals within a text, as in "bind: EADDRINUSE, Address in use". */
    private static final Pattern NAME =
            Pattern.compile("\\b(?:(?:WSA)?E[A-Z0-9_]{2,}|SIG[A-Z0-9]{2,})\\b");

    /** Other names of C within a text, as in "too many in CLOSE_WAIT". */
    private static final Pattern JOINED_NAME =
            Pattern.compile("\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b");

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

    /** A number beside a call: {@code 10014 at accept}, {@code accept: 10014}. */
    private static final Pattern NUMBER_AT_CALL =
            Pattern.compile(
                    "(\\d{1,9}) (?:at|in|from|of|by) [a-z_0-9]+(?:\\(\\))?"
                            + "|[a-z_]+[0-9]?(?:\\(\\))?:? (\\d{1,9})");

    private static final int TEXT_MIN = 4;
    private static final int WORD_MIN = 3; // a shorter one may stand in any text

    private static final Comparator<Entry> LIKELIEST =
            Comparator.comparingInt((Entry entry) -> -entry.likely());

    private final List<Entry> entries;

    Finder(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** See {@link Glossary#find}. */
    List<Entry> find(String asked) {
        String text = asked.strip();
        Matcher number = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        List<Entry> numbered = number.matches() ? byNumber(number(number.group(1))) : List.of();
        if (!numbered.isEmpty()) return numbered;
        Optional<Entry> named = byName(text);
        if (named.isPresent()) return List.of(named.get());
        List<Entry> each = byEachName(text);
        if (!each.isEmpty()) return each;
        List<Entry> within = within(NAME, text);
        if (!within.isEmpty()) return within;
        List<Entry> said = byText(letters(text));
        if (!said.isEmpty()) return said;
        List<Entry> counted = byNumberWithin(text.toLowerCase(Locale.ROOT));
        if (!counted.isEmpty()) return counted;
        List<Entry> joined = within(JOINED_NAME, text);
        return joined.isEmpty() ? byTermWithin(letters(text)) : joined;
    }

    /** {@code TIME_WAIT, SO_LINGER, half-close}; nothing if one of the names is not known. */
    private List<Entry> byEachName(String text) {
        String[] names = text.split(",", -1);
        List<Entry> found =
                Stream.of(names).flatMap(name -> byName(name.strip()).stream()).toList();
        return found.size() == names.length ? found : List.of();
    }

    private List<Entry> within(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .flatMap(found -> byName(found.group()).stream())
                .distinct()
                .toList();
    }

    private static long number(String digits) {
        if (!digits.startsWith("0x")) return Long.parseLong(digits);
        long value = Long.parseLong(digits.substring(2), 16);
        return (value & 0xffff_0000L) == HRESULT ? value & 0xffff : value;
    }

    private List<Entry> byNumber(long number) {
        return entries.stream()
                .filter(e -> e.kind() == Kind.ERROR)
                .filter(e -> e.codes().stream().anyMatch(c -> Math.abs(c.number()) == number))
                .sorted(LIKELIEST)
                .toList();
    }

    private List<Entry> byNumberWithin(String text) {
        List<String> numbers = new ArrayList<>();
        NUMBER_WITHIN.matcher(text).results().forEach(found -> numbers.add(found.group(1)));
        Matcher atCall = NUMBER_AT_CALL.matcher(text);
        if (atCall.matches() && !CallNames.within(text).isEmpty()) {
            numbers.add(Objects.requireNonNullElse(atCall.group(1), atCall.group(2)));
        }
        return numbers.stream()
                .map(digits -> byNumber(number(digits)))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** See {@link Glossary#byName}. */
    Optional<Entry> byName(String name) {
        Optional<Entry> same = entries.stream().filter(e -> e.name().equals(name)).findFirst();
        if (same.isPresent()) return same;
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
                        name.startsWith("e") && entry.kind() == Kind.ERROR
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

    /** The term or signal with the longest name that stands in the text. */
    private List<Entry> byTermWithin(String asked) {
        Comparator<Entry> longest =
                Comparator.comparingInt((Entry entry) -> longestWithin(entry, asked));
        return entries.stream()
                .filter(entry -> longestWithin(entry, asked) >= WORD_MIN)
                .max(longest)
                .map(List::of)
                .orElse(List.of());
    }

    private static int longestWithin(Entry entry, String asked) {
        if (entry.kind() != Kind.TERM && entry.kind() != Kind.SIGNAL) return 0;
        return Stream.concat(Stream.of(entry.name()), entry.names().stream())
                .map(Finder::letters)
                .filter(name -> (" " + asked + " ").contains(" " + name + " "))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
    }
}
