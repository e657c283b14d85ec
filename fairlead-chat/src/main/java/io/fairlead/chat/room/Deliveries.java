package io.fairlead.chat.room;

/** Where the events of a hall go, in their order. For the hall's thread; must not block. */
@FunctionalInterface
public interface Deliveries {
    /** {@code to} is to learn of {@code event}. */
    void deliver(Event event, Member to);
}
