package io.fairlead.chat.room;

/** The door's side of a member. */
@FunctionalInterface
public interface Listener {
    /** Learns of {@code event}; must not block. Calls come one at a time and in order. */
    void on(Event event);
}
