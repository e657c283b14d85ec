package io.fairlead.server.site;

/** A connection, as the engine that runs it sees it. Safe for any thread. */
public interface Driver extends Described {
    /** When {@link #expire} should be called next, on {@link System#nanoTime}'s clock. */
    long deadlineNs();

    /** Ends the connection if something has taken too long. */
    void expire();

    /** Has the tasks run whose time has come, on the connection's own turn. */
    default void timersDue() {}

    /** The connection is lost: who waits for something other than input looks whether it is. */
    default void lost() {}

    /** Ends the connection as soon as nothing it received is unanswered. */
    void drain();

    /** Ends the connection now. */
    void cut();
}
