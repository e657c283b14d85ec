package io.fairlead.session;

/**
 * What a session wants of its driver: the one answer to the one question after each turn ({@link
 * Session#next}). The driver does it and asks again, until it has to wait.
 */
public enum Next {
    /** Bytes are queued that nobody is sending: send them. */
    SEND,

    /** All is sent, and no more will be: shut down the socket's output. Said once. */
    SHUT_DOWN,

    /** The server drains: receive what the kernel has, without waiting, or tell that it is none. */
    RECEIVE_ARRIVED,

    /** Wait for input, and receive it. If there is no space for it, ask for it again soon. */
    RECEIVE,

    /** Wait: for the socket to take what is queued, or until {@link Carrier#wake}. */
    WAIT,

    /** There was no memory, and nobody will tell when there is: ask again soon. */
    WAIT_FOR_MEMORY,

    /** Close the socket, and call {@link Session#end}. */
    END
}
