package io.fairlead.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All there is to say of an error, a state, an option, a term ... Immutable.
 *
 * @param name in C, such as {@code ECONNREFUSED} or {@code SO_LINGER}; of a term, its words
 * @param kind what it is
 * @param title what it is in a few words, as {@code a flag of recv}; empty for an error
 * @param codes its numbers
 * @param names other names of it
 * @param texts what systems and libraries print for it; the first of an error is that of Linux
 * @param likely how often one meets it, 1 to 9
 * @param says what it means, in a line
 * @param calls what it means for each call: connect, read ...
 * @param facts what differs from one to the next by key, in the order of its file: level, value,
 *     java, windows ...
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
        String title,
        List<Code> codes,
        List<String> names,
        List<String> texts,
        int likely,
        String says,
        Map<String, String> calls,
        Map<String, String> facts,
        List<String> causes,
        List<Check> checks,
        List<String> advice,
        List<String> see,
        List<String> manual,
        String ladder) {

    /** What an entry is about. */
    public enum Kind {
        /** A number that a call fails with. */
        ERROR("errors", ""),
        /** A state of TCP. */
        STATE("states", "a state of TCP"),
        /** A flag of a TCP segment. */
        FLAG("flags", "a flag of TCP"),
        /** What setsockopt sets. */
        OPTION("options", "a socket option"),
        /** An argument or flag of calls, by its name in C. */
        CONSTANT("constants", "a constant of socket calls"),
        /** A signal that programs with sockets meet. */
        SIGNAL("signals", "a signal"),
        /** A call of Linux. */
        CALL("calls", "a call"),
        /** A call or name of Windows' library. */
        WINSOCK("winsock", "Winsock"),
        /** What one end of TLS says of why it ends. */
        ALERT("alerts", "an alert of TLS"),
        /** A word of the field. */
        TERM("terms", "a term");

        private final String plural;
        private final String title;

        Kind(String plural, String title) {
            this.plural = plural;
            this.title = title;
        }

        /** How the command line names all of them: {@code errors}. */
        public String plural() {
            return plural;
        }

        /** What one of them is, in a few words; empty for an error. */
        String title() {
            return title;
        }
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

    /** What Linux prints; empty for all but errors. */
    public String text() {
        return kind != Kind.ERROR || texts.isEmpty() ? "" : texts.getFirst();
    }

    /** Its number on a platform; empty if it has none, or several, there. */
    public Optional<Code> code(Platform platform) {
        List<Code> here = codes.stream().filter(code -> code.platform() == platform).toList();
        return here.size() == 1 ? Optional.of(here.getFirst()) : Optional.empty();
    }
}
