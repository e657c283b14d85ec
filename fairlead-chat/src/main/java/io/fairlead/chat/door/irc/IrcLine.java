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
    /** Rooms or people that one line can name; what are more are not looked at. */
    static final int LIST_MAX = 50;

    /** A part of a line that was taken apart already. */
    IrcLine(String command, List<String> params) {
        this(command, params, 0, 0);
    }

    static IrcLine parse(String line) {
        int begin = line.startsWith("@") ? afterBlank(line, 0) : 0;
        int bodyBytes = line.substring(begin).getBytes(UTF_8).length;
        int tagBytes = line.getBytes(UTF_8).length - bodyBytes;
        if (line.startsWith(":", begin)) begin = afterBlank(line, begin);
        List<String> words = new ArrayList<>();
        int at = afterBlanks(line, begin);
        while (at < line.length()) {
            if (line.charAt(at) == ':' && !words.isEmpty()) {
                words.add(line.substring(at + 1));
                break;
            }
            int blank = line.indexOf(' ', at);
            int end = blank < 0 ? line.length() : blank;
            words.add(line.substring(at, end));
            at = afterBlanks(line, end);
        }
        if (words.isEmpty()) return new IrcLine("", List.of(), tagBytes, bodyBytes);
        String command = words.removeFirst().toUpperCase(Locale.ROOT);
        return new IrcLine(command, List.copyOf(words), tagBytes, bodyBytes);
    }

    /** Where the next word begins, after the one at {@code at}. */
    private static int afterBlank(String line, int at) {
        int blank = line.indexOf(' ', at);
        return blank < 0 ? line.length() : afterBlanks(line, blank);
    }

    private static int afterBlanks(String line, int at) {
        int next = at;
        while (next < line.length() && line.charAt(next) == ' ') next++;
        return next;
    }

    /** The parameter at {@code index}; empty if there is none. */
    String param(int index) {
        return index < params.size() ? params.get(index) : "";
    }

    /** The parameters from {@code index} on, cut at commas; {@link #LIST_MAX} at most. */
    List<String> list(int index) {
        if (param(index).isEmpty()) return List.of();
        List<String> all = List.of(param(index).split(",", -1));
        return all.subList(0, Math.min(LIST_MAX, all.size()));
    }
}
