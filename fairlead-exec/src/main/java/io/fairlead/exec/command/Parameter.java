package io.fairlead.exec.command;

import io.fairlead.net.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a command's arguments that the caller fills. Immutable.
 *
 * @param name as the arguments refer to it
 * @param type what it takes
 * @param fallback what it is if the caller says nothing; null if the caller must
 */
record Parameter(String name, Type type, @Nullable String fallback) {
    /** The longest value, whatever the type. */
    static final int VALUE_CHARS_MAX = 256;

    /** What a parameter takes. */
    sealed interface Type permits IntegerType, WordType, TextType, HostType {
        /** True if it takes {@code value}. */
        boolean takes(String value);

        /** What it takes, in words. */
        String words();
    }

    /** A whole number. */
    record IntegerType(long from, long to) implements Type {
        private static final Pattern FORM = Pattern.compile("0|-?[1-9][0-9]{0,17}");

        @Override
        public boolean takes(String value) {
            if (!FORM.matcher(value).matches()) return false;
            long number = Long.parseLong(value);
            return from <= number && number <= to;
        }

        @Override
        public String words() {
            return String.format(Locale.ROOT, "a number from %d to %d", from, to);
        }
    }

    /** One of some words. */
    record WordType(List<String> among) implements Type {
        @Override
        public boolean takes(String value) {
            return among.contains(value);
        }

        @Override
        public String words() {
            return "one of " + String.join(", ", among);
        }
    }

    /** What matches a regular expression, as a whole. */
    record TextType(Pattern pattern) implements Type {
        private static final int STEPS_MAX = 100_000;

        @Override
        public boolean takes(String value) {
            try {
                return pattern.matcher(new Counted(value, new AtomicInteger(STEPS_MAX))).matches();
            } catch (TooManyStepsException | StackOverflowError e) {
                return false; // an expression that takes for ever is not matched in time
            }
        }

        @Override
        public String words() {
            return "text that matches " + pattern;
        }
    }

    /** A name of a host, or an address; some of them, or any. */
    record HostType(List<String> among) implements Type {
        // RFC 1123 section 2.1; a last label of digits would be an address written wrongly
        private static final Pattern NAME =
                Pattern.compile(
                        "(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
                                + "(?![0-9]+$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
        private static final Pattern IPV4 =
                Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
        private static final Pattern IPV6 =
                Pattern.compile("(?=.*:.*:)(?!.*:::)(?!.*::.*::)[0-9A-Fa-f:]{2,39}");

        @Override
        public boolean takes(String value) {
            boolean host =
                    NAME.matcher(value).matches()
                            || IPV4.matcher(value).matches()
                            || IPV6.matcher(value).matches();
            return host && (among.isEmpty() || among.stream().anyMatch(value::equalsIgnoreCase));
        }

        @Override
        public String words() {
            return among.isEmpty() ? "a host" : "one of " + String.join(", ", among);
        }
    }

    /**
     * Checks what a caller gave. Whatever the type, a value that begins with a dash is refused
     * unless it is a number or a word of the list, as a program could take it for an option.
     */
    String checked(String value) throws BadValueException {
        boolean option = value.startsWith("-") && (type instanceof TextType);
        boolean whole = !value.isEmpty() && value.indexOf(0) < 0; // C ends at a NUL
        boolean fits = whole && value.length() <= VALUE_CHARS_MAX && !option;
        if (fits && type.takes(value)) return value;
        throw new BadValueException(
                "%s: \"%s\" is not %s%s"
                        .formatted(
                                name,
                                Printable.of(shortened(value)),
                                type.words(),
                                option ? ": text must not begin with a dash" : ""));
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "...";
    }

    /** How it stands in the help. */
    String usage() {
        return fallback == null ? name : "[" + name + "]";
    }

    /** Carries the bad news out of a matcher. */
    private static final class TooManyStepsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyStepsException() {
            super(null, null, false, false);
        }
    }

    /** Text that can be looked at so often and not more; all parts of it count together. */
    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private final AtomicInteger left;

        Counted(CharSequence text, AtomicInteger left) {
            this.text = text;
            this.left = left;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left.getAndDecrement() <= 0) throw new TooManyStepsException();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
