package io.fairlead.chat.room;

/** What a member may do in a room. */
final class Standing {
    boolean operator;
    boolean voiced;
}
