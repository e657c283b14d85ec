package io.fairlead.cli.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Messages that were sent and have not come back: the server sends a message back once it is kept.
 * Safe for any thread.
 */
final class Unkept {
    private static final int MESSAGES_MAX = 1_000;

    private final Deque<String> messages = new ArrayDeque<>(); // each without what has come back

    /** A line is about to be sent. */
    synchronized void sent(String line) {
        String message = said(line);
        if (message.isBlank()) return;
        if (messages.size() == MESSAGES_MAX) messages.removeFirst();
        messages.addLast(message.strip());
    }

    /** What of {@code line} comes back; empty if it is a command. */
    private static String said(String line) {
        if (line.startsWith("/me ")) return line.substring("/me ".length());
        if (line.startsWith("//")) return line.substring(1);
        return line.startsWith("/") ? "" : line;
    }

    /** A message of one's own, or a part of a long one, has come back. */
    synchronized void cameBack(String words) {
        String part = words.strip();
        if (messages.stream().noneMatch(message -> message.startsWith(part))) return;
        // They come back in order: what was before this one was refused.
        while (!messages.getFirst().startsWith(part)) messages.removeFirst();
        String rest = messages.removeFirst().substring(part.length()).strip();
        if (!rest.isEmpty()) messages.addFirst(rest);
    }

    /** Takes what has not come back, oldest first. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }
}
