package io.fairlead.service;

/**
 * What a server does with a conversation, in plain blocking style.
 *
 * <p>Runs under every model that gives a connection its own thread, virtual or not: {@code
 * iterative}, {@code thread}, {@code pool}, {@code virtual}, {@code pooled-virtual}, and, if it is
 * {@link java.io.Serializable}, in the worker processes of {@code process} and {@code prefork}. One
 * object serves all connections; each call has a thread to itself and may block. When it returns,
 * what was written is flushed and the connection closed; an exception closes that connection and no
 * other.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Serves one connection.
     *
     * @throws Exception ends this connection; it is counted and reported
     */
    void handle(Connection connection) throws Exception;

    /** True if what one connection does is seen by others; as {@link Service#sharesState}. */
    default boolean sharesState() {
        return false;
    }
}
