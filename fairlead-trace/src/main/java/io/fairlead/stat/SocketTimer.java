package io.fairlead.stat;

import java.time.Duration;

/**
 * What the kernel does next for a socket, and when.
 *
 * @param kind what it does
 * @param left until then
 * @param tries how often it has done so without success
 */
public record SocketTimer(Kind kind, Duration left, int tries) {
    /** Nothing is planned. */
    static final SocketTimer NONE = new SocketTimer(Kind.NONE, Duration.ZERO, 0);

    /** What the kernel does; the numbers of idiag_timer are their places. */
    public enum Kind {
        NONE,
        /** It sends again what was not acknowledged. */
        RETRANSMIT,
        /** It asks whether the peer is still there. */
        KEEPALIVE,
        /** It forgets the connection. */
        TIME_WAIT,
        /** It probes the closed window of a peer that does not read. */
        PROBE,
        /** Something that this program does not know. */
        OTHER
    }

    static SocketTimer of(int number, long leftMs, int tries) {
        Kind[] kinds = Kind.values();
        Kind kind = number < 0 || number >= kinds.length ? Kind.OTHER : kinds[number];
        return kind == Kind.NONE ? NONE : new SocketTimer(kind, Duration.ofMillis(leftMs), tries);
    }
}
