package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Cuts what is longer than a line of the server may be; what a person said stays in order. */
final class LineCut {
    /** The server takes 4,096 bytes; a character has at most 3 for each char of Java. */
    static final int CHARACTERS_MAX = 1_300;

    private static final int COMMAND_BYTES_MAX = 4_096;

    private LineCut() {}

    /** True for a command that the server would end the connection for: it cannot be cut. */
    static boolean isTooLong(String line) {
        return isCommand(line) && line.getBytes(UTF_8).length > COMMAND_BYTES_MAX;
    }

    private static boolean isCommand(String line) {
        return line.startsWith("/") && !line.startsWith("//");
    }

    /** {@code line} in pieces; a command is left whole. */
    static List<String> pieces(String line) {
        if (isCommand(line)) return List.of(line);
        List<String> pieces = new ArrayList<>();
        int begin = 0;
        while (true) {
            // What follows is said too, even if it looks like a command.
            String mark = begin > 0 && line.startsWith("/", begin) ? "/" : "";
            int charactersMax = CHARACTERS_MAX - mark.length();
            if (line.length() - begin <= charactersMax) {
                pieces.add(mark + line.substring(begin));
                return pieces;
            }
            int end = end(line, begin, charactersMax);
            pieces.add(mark + line.substring(begin, end));
            begin = end;
        }
    }

    private static int end(String line, int begin, int charactersMax) {
        int last = begin + charactersMax - 1;
        // Not by lastIndexOf, which would look through all that was cut already.
        for (int i = last; i - begin > charactersMax / 2; i--) {
            if (line.charAt(i) == ' ') return i;
        }
        return Character.isHighSurrogate(line.charAt(last)) ? last : last + 1;
    }
}
