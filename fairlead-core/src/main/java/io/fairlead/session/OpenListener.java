package io.fairlead.session;

/** Waits for a session that a layer opens later, on the session's thread. */
public interface OpenListener {
    /** The session is open: its service has the peer. */
    void opened(Session session);

    /** The session has ended, and was never open. */
    void ended(Session session);

    /** When it has taken too long, on the terms' clock. */
    long deadlineNs();
}
