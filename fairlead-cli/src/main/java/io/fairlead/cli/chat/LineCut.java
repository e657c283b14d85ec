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
        String rest = line;
        while (rest.length() > CHARACTERS_MAX) {
            int end = end(rest);
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end);
            // What follows is said too, even if it looks like a command.
            if (rest.startsWith("/")) rest = "/" + rest;
        }
        pieces.add(rest);
        return pieces;
    }

    private static int end(String text) {
        int blank = text.lastIndexOf(' ', CHARACTERS_MAX - 1);
        if (blank > CHARACTERS_MAX / 2) return blank;
        boolean inPair = Character.isHighSurrogate(text.charAt(CHARACTERS_MAX - 1));
        return inPair ? CHARACTERS_MAX - 1 : CHARACTERS_MAX;
    }
}
