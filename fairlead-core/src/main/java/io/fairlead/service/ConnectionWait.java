package io.fairlead.service;

/** What an open connection waits for, in words for a log line. */
public enum ConnectionWait {
    /** The peer is to send. */
    INPUT("input"),
    /** Part of a frame has come; the peer is to send the rest. */
    REST_OF_FRAME("the rest of a frame"),
    /** Bytes are queued; the peer is to take them. */
    OUTPUT("the peer to read"),
    /** The service or handler is at work, or is to close after the peer's half-close. */
    SERVICE("the service"),
    /** The peer's input has ended, and the service owes an answer; see {@link Peer#hold}. */
    HOLD("an answer that the service owes"),
    /** The service has paused it; see {@link Peer#pause}. */
    RESUME("the service to resume it"),
    /** What it sent waits for another peer to read; see {@link Peer#allowPipeTo}. */
    RECEIVER("the peer that gets what it sends"),
    /** All of {@link Limits#bufferBytesTotal()} is lent. */
    MEMORY("memory"),
    /** It is closed at our end; the peer is to close its own. */
    PEER_END("the peer to close"),
    /** A process is to take it over. */
    PROCESS("a process to serve it"),
    /** Another process serves it, and does not say. */
    UNKNOWN("what its process knows");

    private final String words;

    ConnectionWait(String words) {
        this.words = words;
    }

    /** What it waits for in a few words, for people. */
    public String words() {
        return words;
    }
}
