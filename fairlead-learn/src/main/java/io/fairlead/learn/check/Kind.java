package io.fairlead.learn.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a learner's program is meant to be. */
public enum Kind {
    /** TCP: every byte comes back. */
    ECHO("echo", "tcp", "sends back every byte"),
    /** TCP: every byte comes back, a to z as A to Z. */
    UPPER("upper", "tcp", "sends back what comes, with a to z in upper case"),
    /** TCP: one message, one answer. */
    OK("ok", "tcp", "takes one message, answers OK and closes"),
    /** TCP: the server speaks first. */
    GREET("greet", "tcp", "sends a line of text to each client that connects"),
    /** TCP: the server speaks first and closes. */
    TIME("time", "tcp", "sends the time to each client that connects, and closes"),
    /** UDP: every datagram comes back. */
    UDP_ECHO("udp-echo", "udp", "sends each datagram back to its sender"),
    /** TCP or UDP, whichever the program uses. */
    CHAT("chat", "tcp udp", "sends each client's line, or datagram, to all the others");

    private final String word;
    private final String schemes;
    private final String summary;

    Kind(String word, String schemes, String summary) {
        this.word = word;
        this.schemes = schemes;
        this.summary = summary;
    }

    /** The word for it on the command line. */
    public String word() {
        return word;
    }

    /** What such a program does, as the end of a sentence. */
    public String summary() {
        return summary;
    }

    /** What it may listen with: {@code tcp}, {@code udp}. */
    Set<String> schemes() {
        return Set.of(schemes.split(" ", -1));
    }

    /** Whether the answer is made from what the client sends, byte for byte. */
    boolean isMirror() {
        return this == ECHO || this == UPPER;
    }

    /** Whether the server speaks as soon as a client connects. */
    boolean speaksFirst() {
        return this == GREET || this == TIME;
    }

    /** What has to come back for these bytes; for {@link #isMirror}. */
    byte[] answerTo(byte[] sent) {
        byte[] answer = sent.clone();
        if (this != UPPER) return answer;
        for (int i = 0; i < answer.length; i++) {
            if (answer[i] >= 'a' && answer[i] <= 'z') answer[i] = (byte) (answer[i] - 'a' + 'A');
        }
        return answer;
    }

    /** The kind of that name. */
    public static Optional<Kind> named(String word) {
        return List.of(values()).stream().filter(kind -> kind.word.equals(word)).findFirst();
    }
}
