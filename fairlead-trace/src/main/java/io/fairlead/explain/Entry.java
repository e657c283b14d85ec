package io.fairlead.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All there is to say of an error, a state or a flag. Immutable.
 *
 * @param name in C, such as {@code ECONNREFUSED}; of a state or flag, its own
 * @param kind what it is
 * @param codes its numbers
 * @param names other names of it
 * @param texts what systems and libraries print for it; the first is that of Linux
 * @param likely how often one meets it, 1 to 9
 * @param says what it means, in a line
 * @param calls what it means for each call: connect, read ...
 * @param causes why it comes, the likeliest first
 * @param checks how to find out which cause it is
 * @param advice what to do
 * @param see the names of others
 * @param manual manual pages, as {@code connect(2)}
 * @param ladder the segments, drawn; empty where none go over the wire
 */
public record Entry(
        String name,
        Kind kind,
        List<Code> codes,
        List<String> names,
        List<String> texts,
        int likely,
        String says,
        Map<String, String> calls,
        List<String> causes,
        List<Check> checks,
        List<String> advice,
        List<String> see,
        List<String> manual,
        String ladder) {

    /** What an entry is about. */
    public enum Kind {
        ERROR,
        STATE,
        FLAG
    }

    /**
     * The number that a platform gives an error.
     *
     * @param name the platform's own name; empty where it is the entry's
     */
    public record Code(Platform platform, int number, String name) {}

    /**
     * A command that shows something.
     *
     * @param shows what it shows
     */
    public record Check(String command, String shows) {}

    /** What Linux prints; empty for a state or flag. */
    public String text() {
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    /** Its number on a platform; empty if it has none, or several, there. */
    public Optional<Code> code(Platform platform) {
        List<Code> here = codes.stream().filter(code -> code.platform() == platform).toList();
        return here.size() == 1 ? Optional.of(here.getFirst()) : Optional.empty();
    }
}
