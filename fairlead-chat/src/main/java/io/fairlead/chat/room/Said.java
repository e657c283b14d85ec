package io.fairlead.chat.room;

import java.util.concurrent.TimeUnit;

/**
 * A message in a room.
 *
 * @param id unique, and higher than that of every earlier message: microseconds since 1970,
 *     increased where two would be equal
 * @param room the room's name, as shown
 * @param from who said it
 * @param kind of message
 * @param text one line without control characters
 */
public record Said(long id, String room, Who from, Kind kind, String text) {
    /** How a message is meant. */
    public enum Kind {
        /** Said to people. */
        TALK,
        /** Said by a program, which no program answers. */
        NOTICE,
        /** What somebody does ({@code /me waves}). */
        ACTION
    }

    /** When it was said, in milliseconds since 1970. */
    public long atMs() {
        return TimeUnit.MICROSECONDS.toMillis(id);
    }
}
