package io.fairlead.cli.serve;

import io.fairlead.net.text.Printable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * How many event loops share an endpoint.
 *
 * @param count at least 1
 */
public record LoopCount(int count) {
    private static final int COUNT_MAX = 1024;
    private static final String AUTO = "auto";

    /**
     * Reads a number, or {@code auto}: one for each processor.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the message says what would be
     */
    public static LoopCount parse(String text) {
        if (text.equalsIgnoreCase(AUTO)) {
            return new LoopCount(Math.min(COUNT_MAX, Runtime.getRuntime().availableProcessors()));
        }
        int count = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > COUNT_MAX) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "there cannot be \"%s\" loops; write a number from 1 to %d, or %s",
                            Printable.of(text),
                            COUNT_MAX,
                            AUTO));
        }
        return new LoopCount(count);
    }

    /** What a shell offers to complete. */
    public static final class Candidates implements Iterable<String> {
        /** Made by picocli. */
        public Candidates() {}

        @Override
        public Iterator<String> iterator() {
            return List.of(AUTO, "1", "2", "4", "8").iterator();
        }
    }
}
