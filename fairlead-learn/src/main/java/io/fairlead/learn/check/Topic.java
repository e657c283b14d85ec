package io.fairlead.learn.check;

/** What a trial is about, and where the course explains it. */
public enum Topic {
    /** It listens where it should. */
    LISTENS("listens", 2, "byte-order", "It listens where it should."),
    /** One client, one answer. */
    ANSWERS("answers", 1, "handshake", "It answers a client."),
    /** Every value of a byte. */
    BYTES("bytes", 7, "sticky", "It takes any byte, also 0."),
    /** A message that comes in pieces. */
    PIECES("pieces", 7, "sticky", "It answers a message that comes byte by byte."),
    /** Several messages that come at once. */
    TOGETHER("together", 7, "sticky", "It answers three messages that come at once."),
    /** A client that has sent all and still reads. */
    HALF_CLOSE("half-close", 8, "close", "It answers a client that has sent all, then closes."),
    /** More than the buffers hold, to a client that reads late. */
    PARTIAL("partial-send", 6, "partial-send", "It loses nothing when a client reads late."),
    /** A client beside another. */
    SECOND("second-client", 5, "iterative-starves", "A silent client holds up no other."),
    /** Descriptors after many clients. */
    DESCRIPTORS("descriptors", 1, "descriptors", "It closes the descriptors of clients that left."),
    /** Children after many clients. */
    ZOMBIES("zombies", 5, "zombies", "It leaves no zombies."),
    /** A call that returns without a result. */
    INTERRUPTED("interrupted", 6, "interrupted", "It goes on after it was stopped (EINTR)."),
    /** A client that breaks off. */
    RESET("reset", 8, "reset", "It goes on after clients break off (ECONNRESET, EPIPE)."),
    /** A new start while old connections wait. */
    RESTART("restart", 8, "time-wait", "It starts again while TIME_WAIT lasts."),
    /** The end after the answer. */
    CLOSES("closes", 8, "close", "It closes the connection after its answer."),
    /** An answer while the client still sends. */
    UNREAD("unread", 8, "reset", "Its answer arrives although the client sends more."),
    /** Datagrams of many sizes. */
    SIZES("sizes", 3, "udp-truncation", "It cuts no datagram."),
    /** Two clients of one socket. */
    SENDERS("senders", 3, "udp-unreachable", "It answers the sender of each datagram."),
    /** One talks, all others hear. */
    RELAYS("relays", 3, "udp-loss", "What one client says reaches all others."),
    /** A short message after a long one. */
    STALE("stale", 7, "sticky", "It sends on exactly what came."),
    /** Somebody goes. */
    LEAVES("leaves", 8, "reset", "It goes on when a client leaves.");

    private final String word;
    private final int chapter;
    private final String lab;
    private final String right;

    Topic(String word, int chapter, String lab, String right) {
        this.word = word;
        this.chapter = chapter;
        this.lab = lab;
        this.right = right;
    }

    /** Its name in the JSON output. */
    public String word() {
        return word;
    }

    /** The number of the chapter that explains it. */
    public int chapter() {
        return chapter;
    }

    /** The name of the lab that shows it. */
    public String lab() {
        return lab;
    }

    /** What is said of a program that has no fault here. */
    String right() {
        return right;
    }
}
