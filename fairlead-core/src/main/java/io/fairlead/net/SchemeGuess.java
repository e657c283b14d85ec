package io.fairlead.net;

import io.fairlead.net.Endpoint.Scheme;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scheme that a mistaken one was meant to be, where that is plain. */
final class SchemeGuess {
    private static final List<String> TCP_WORDS =
            List.of("http", "ws", "telnet", "tcp4", "tcp6", "tcps");
    private static final List<String> TLS_WORDS = List.of("https", "wss", "ssl", "tcps");
    private static final List<String> UNIX_WORDS = List.of("file", "local", "uds", "socket");

    private SchemeGuess() {}

    static @Nullable Scheme of(String word) {
        if (TCP_WORDS.contains(word)) {
            return Scheme.TCP;
        }
        if (TLS_WORDS.contains(word)) {
            return Scheme.TLS;
        }
        if (UNIX_WORDS.contains(word)) {
            return Scheme.UNIX;
        }
        for (Scheme scheme : Scheme.values()) {
            if (letters(scheme.word()).equals(letters(word)) || oneApart(scheme.word(), word)) {
                return scheme;
            }
        }
        return null;
    }

    private static String letters(String word) {
        return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** Whether one letter was left out, put in, or mistaken. */
    private static boolean oneApart(String right, String typed) {
        int head = 0;
        int shorter = Math.min(right.length(), typed.length());
        while (head < shorter && right.charAt(head) == typed.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && right.charAt(right.length() - 1 - tail)
                        == typed.charAt(typed.length() - 1 - tail)) {
            tail++;
        }
        return Math.max(right.length(), typed.length()) - head - tail <= 1;
    }
}
