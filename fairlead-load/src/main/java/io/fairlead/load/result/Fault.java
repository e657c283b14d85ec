package io.fairlead.load.result;

import java.util.Locale;

/** What went wrong with a connection or a message. */
public enum Fault {
    /** Connecting failed. */
    CONNECT,
    /** The server ended the connection while the run went on. */
    CLOSED,
    /** A call on the socket failed: a reset, for example. */
    BROKEN,
    /** No answer came in time. */
    TIMEOUT,
    /** A datagram got no answer in time. */
    LOST;

    /** As it stands in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
