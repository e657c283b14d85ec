package io.fairlead.net;

import io.fairlead.net.text.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call on a socket failed; the message is a sentence that says which, why, and what to do.
 *
 * <pre>
 *   bind tcp://127.0.0.1:7007: EADDRINUSE: the port is held by pid 4711 (nginx, user www-data);
 *   choose another port or stop it
 * </pre>
 *
 * <p>The message is safe to show: it holds no control characters.
 */
public final class NetException extends IOException {
    private static final long serialVersionUID = 1;

    /** What a program can decide by; the command line makes its exit code from it. */
    public enum Kind {
        /** Something answered that nothing listens there. */
        REFUSED,
        /** No answer in time. */
        TIMEOUT,
        /** The host name has no address, or no name server said so. */
        NAME,
        /** The address, port or path is in use, absent, or not to be reached from here. */
        ADDRESS,
        /** This user, or a firewall, may not or will not do that. */
        PERMISSION,
        /** The connection was there and is broken. */
        RESET,
        /** The ends do not agree on TLS, or one does not trust the other. */
        TLS,
        /** A limit on open files or memory is reached; it passes when something is closed. */
        LIMIT,
        /** Anything else. */
        OTHER
    }

    private final String call;
    private final String endpoint;
    private final String errno;
    private final Kind kind;

    /**
     * A failure with a sentence of its own.
     *
     * @param call the call by its C name, as bind
     * @param endpoint the endpoint that the call was for
     * @param errno the name of the error in C, as EADDRINUSE (errno(3)); the kind follows from it
     * @param sentence the reason and, after a semicolon, what to do
     * @param cause null if there is none
     * @throws IllegalArgumentException if Fairlead does not know that error
     */
    public NetException(
            String call,
            Endpoint endpoint,
            String errno,
            String sentence,
            @Nullable Throwable cause) {
        this(call, endpoint.toString(), SocketError.valueOf(errno), sentence, cause);
    }

    NetException(
            String call,
            String endpoint,
            SocketError errno,
            String sentence,
            @Nullable Throwable cause) {
        super(Printable.of(call + " " + endpoint + ": " + errno.prefix() + sentence), cause);
        this.call = call;
        this.endpoint = endpoint;
        this.errno = errno.word();
        this.kind = errno.kind();
    }

    /**
     * Explains what a {@code java.nio} channel threw.
     *
     * @param call the call by its C name: bind, listen, connect, accept, read, write, resolve
     * @param endpoint the endpoint that the call was for
     * @param cause an {@code IOException}, or one of the unchecked exceptions that channels throw;
     *     a {@code NetException} is returned as it is
     */
    public static NetException of(String call, Endpoint endpoint, Exception cause) {
        return of(call, endpoint.toString(), cause);
    }

    /** As {@link #of(String, Endpoint, Exception)}, with any text in the endpoint's place. */
    public static NetException of(String call, String endpoint, Exception cause) {
        if (cause instanceof NetException explained) {
            return explained;
        }
        SocketError errno = SocketError.of(cause);
        return new NetException(
                call, endpoint, errno, errno.sentence(call, endpoint, cause), cause);
    }

    /** The call that failed, by its C name: bind, listen, connect, accept, read, write, resolve. */
    public String call() {
        return call;
    }

    /** The endpoint that the call was for, as text; not escaped. */
    public String endpoint() {
        return endpoint;
    }

    /**
     * The name of the error in C, such as {@code EADDRINUSE} (errno(3)) or {@code EAI_NONAME}
     * (getaddrinfo(3)); empty when it is not known.
     */
    public String errno() {
        return errno;
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }
}
