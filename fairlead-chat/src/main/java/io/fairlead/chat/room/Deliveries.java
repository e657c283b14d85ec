package io.fairlead.chat.room;

/** Where the events of a hall go, in their order. */
@FunctionalInterface
public interface Deliveries {
    /** {@code to} is to learn of {@code event}. */
    void deliver(Event event, Member to);
}
