package io.fairlead.chat.door.irc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of IRC: {@code [@tags ][:prefix ]COMMAND [param]... [:last param]} (RFC 2812 section
 * 2.3.1). Tags and prefix of a client mean nothing here.
 *
 * @param command in upper case; empty for an empty line
 * @param params the last may hold blanks
 * @param tagBytes bytes of the tags, with their mark and their blank
 * @param bodyBytes the other bytes
 */
record IrcLine(String command, List<String> params, int tagBytes, int bodyBytes) {
    static IrcLine parse(String line) {
        String rest = line;
        if (rest.startsWith("@")) rest = afterBlank(rest);
        int bodyBytes = rest.getBytes(UTF_8).length;
        int tagBytes = line.getBytes(UTF_8).length - bodyBytes;
        if (rest.startsWith(":")) rest = afterBlank(rest);
        List<String> words = new ArrayList<>();
        while (!rest.isEmpty()) {
            if (rest.startsWith(":") && !words.isEmpty()) {
                words.add(rest.substring(1));
                break;
            }
            int blank = rest.indexOf(' ');
            String word = blank < 0 ? rest : rest.substring(0, blank);
            if (!word.isEmpty()) words.add(word);
            rest = blank < 0 ? "" : rest.substring(blank + 1).stripLeading();
        }
        if (words.isEmpty()) return new IrcLine("", List.of(), tagBytes, bodyBytes);
        String command = words.removeFirst().toUpperCase(Locale.ROOT);
        return new IrcLine(command, List.copyOf(words), tagBytes, bodyBytes);
    }

    private static String afterBlank(String text) {
        int blank = text.indexOf(' ');
        return blank < 0 ? "" : text.substring(blank + 1).stripLeading();
    }

    /** The parameter at {@code index}; empty if there is none. */
    String param(int index) {
        return index < params.size() ? params.get(index) : "";
    }

    /** The parameters from {@code index} on, cut at commas. */
    List<String> list(int index) {
        return param(index).isEmpty() ? List.of() : List.of(param(index).split(",", -1));
    }
}
