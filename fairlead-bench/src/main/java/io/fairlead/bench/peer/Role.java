package io.fairlead.bench.peer;

import java.util.Locale;

/** What a peer is to do. */
public enum Role {
    /** Sends back what comes, over TCP. */
    ECHO,
    /** Sends each line back in upper case. */
    UPPER,
    /** Sends back each frame, a length of 4 bytes and as many bytes, once it is whole. */
    FRAMES,
    /** Sends what one connection says to all, the sender too. */
    FANOUT,
    /** Sends back each datagram. */
    UDP,
    /** Passes connections on to another server, the origin. */
    RELAY,
    /** Echo over TLS; or ends TLS for an origin that sends back what comes. */
    TLS,
    /** Answers PING, SET and GET in RESP2, the protocol of Redis. */
    RESP,
    /** Is no server but clients, which connect again when their server comes back. */
    CLIENTS;

    /** The longest frame of {@link #FRAMES}, without its header. */
    static final int FRAME_BYTES_MAX = 1 << 20;

    /** Connections that may wait to be accepted, the same for each peer. */
    static final int BACKLOG = 1024;

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name. */
    static Role of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
