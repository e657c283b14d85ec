package io.fairlead.chat.room;

import java.util.List;

/** What a member learns. One object goes to all who learn it, so a door can render it once. */
public sealed interface Event {
    /** When it happened, in milliseconds since 1970. */
    long atMs();

    /** A message in a room; its author gets it too, when it is recorded. */
    record Spoken(Said said, Member author) implements Event {
        @Override
        public long atMs() {
            return said.atMs();
        }
    }

    /** A message to one member, which the author gets too. */
    record Whispered(Said said, Member author) implements Event {
        @Override
        public long atMs() {
            return said.atMs();
        }
    }

    /** A member has joined a room; that member gets it too. */
    record Joined(long atMs, String room, Who who) implements Event {}

    /** A member leaves a room; that member gets it too, as its last event of the room. */
    record Parted(long atMs, String room, Who who, String reason) implements Event {}

    /** Somebody is gone altogether. */
    record Quit(long atMs, Who who, List<String> rooms, String reason) implements Event {}

    /** Somebody has another name now; that member gets it too. */
    record Renamed(long atMs, Who before, String name) implements Event {}

    /** A room's topic has changed. */
    record TopicSet(long atMs, String room, Who who, String topic) implements Event {}

    /** A member is removed from a room; that member gets it too, as its last event of the room. */
    record Kicked(long atMs, String room, Who by, String name, String reason) implements Event {}

    /** A member is invited to a room; only that member gets it. */
    record Invited(long atMs, String room, Who by, String name) implements Event {}

    /** A room's rules, or a member's rights there, have changed. */
    record RulesSet(long atMs, String room, Who by, String change) implements Event {}

    /** A sentence of the server's own. */
    record Announced(long atMs, String text) implements Event {}
}
