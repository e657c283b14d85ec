package io.fairlead.exec.command;

import io.fairlead.net.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is written down of each call, also of one that was refused.
 *
 * @param who called
 * @param command its name, made safe to show
 * @param argv the program and its arguments, each in quotes and made safe to show; empty if nothing
 *     was run
 * @param end how it ended, in the words that the caller got
 * @param bytes of output that were taken from it
 * @param duration from its start to its end
 */
public record Audit(
        String who, String command, String argv, String end, long bytes, Duration duration) {
    static String quoted(List<String> words) {
        return words.stream().map(Audit::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return '"' + Printable.of(word).replace("\"", "\\\"") + '"';
    }

    /** All of it in one line. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%s ran %s: %s; %d bytes, %.3f s; %s",
                who,
                command,
                end,
                bytes,
                duration.toNanos() / 1e9,
                argv.isEmpty() ? "nothing was run" : argv);
    }
}
