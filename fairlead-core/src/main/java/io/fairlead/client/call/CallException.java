package io.fairlead.client.call;

import io.fairlead.net.Endpoint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call has no answer; the message is a sentence that says why, and whether the request was sent.
 *
 * <pre>
 *   call tcp://127.0.0.1:7007: no answer within 10 s; the request was sent, so the server may have
 *   carried it out
 * </pre>
 */
public final class CallException extends IOException {
    private static final long serialVersionUID = 1;

    /** What a program can decide by. */
    public enum Kind {
        /** No answer came in time, or no connection to send the request on. */
        TIMEOUT,
        /** Refused: too many calls are under way, or one with the same key is. */
        BUSY,
        /** No connection can be made; {@link #getCause} says why. */
        NOT_CONNECTED,
        /** The connection ended before the answer. */
        LOST,
        /** The calls are closed, or the client is. */
        CLOSED
    }

    private final Kind kind;
    private final boolean sent;

    /**
     * A failure.
     *
     * @param reason why, in a few words
     * @param sent see {@link #maybeSent}
     */
    CallException(
            Kind kind, Endpoint endpoint, String reason, boolean sent, @Nullable Throwable cause) {
        super(
                "call "
                        + endpoint
                        + ": "
                        + reason
                        + (sent
                                ? "; the request was sent, so the server may have carried it out"
                                : "; the request was not sent"),
                cause);
        this.kind = kind;
        this.sent = sent;
    }

    /** The same, thrown in another thread. */
    CallException(CallException other) {
        super(other.getMessage(), other);
        kind = other.kind;
        sent = other.sent;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }

    /**
     * True if the request, or a part of it, may have left this machine: the server may have carried
     * it out. False if it surely has not, so that the same request can be made again.
     */
    public boolean maybeSent() {
        return sent;
    }
}
