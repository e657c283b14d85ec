package io.fairlead.chat.room;

/** The door's side of a member. */
@FunctionalInterface
public interface MemberListener {
    /** Learns of {@code event}; must not block. Calls come one at a time and in order. */
    void on(Event event);

    /** {@link #on} has failed, or something else that was done for the member: it has to leave. */
    default void onFault() {}
}
