package io.fairlead.chat.room;

import io.fairlead.chat.name.Name;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who has a name here. For the hall's thread. */
public final class Member {
    private final MemberListener listener;
    private final String user;
    private final String host;
    private final String realName;
    private final long sinceMs;
    final Map<String, Room> rooms = new LinkedHashMap<>();
    Name name;
    @Nullable String away;
    long activeMs;
    boolean gone;

    Member(Name name, Newcomer newcomer, long nowMs) {
        this.name = name;
        listener = newcomer.listener();
        user = newcomer.user();
        host = newcomer.host();
        realName = newcomer.realName();
        sinceMs = nowMs;
        activeMs = nowMs;
    }

    /** Its current name. */
    public String name() {
        return name.shown();
    }

    /** Its current description, for an event. */
    public Who who() {
        return new Who(name.shown(), user, host);
    }

    /** The receiver of its events. */
    public MemberListener listener() {
        return listener;
    }

    /** What it says of itself. */
    public String realName() {
        return realName;
    }

    /** Its rooms, in the order in which it came. */
    public Collection<Room> rooms() {
        return rooms.values();
    }

    /** The room of that key; null if the member is not in it. */
    public @Nullable Room room(String key) {
        return rooms.get(key);
    }

    /** Why it does not answer now; null if it does. */
    public @Nullable String away() {
        return away;
    }

    /** Says why it does not answer now; null if it does again. */
    public void away(@Nullable String reason) {
        away = reason == null ? null : Shown.brief(reason);
    }

    /** When it last said something, in milliseconds since 1970. */
    public long activeMs() {
        return activeMs;
    }

    /** When it came, in milliseconds since 1970. */
    public long sinceMs() {
        return sinceMs;
    }

    /** True once it has quit: it takes part in nothing any more. */
    public boolean isGone() {
        return gone;
    }

    @Override
    public String toString() {
        return name.shown();
    }
}
