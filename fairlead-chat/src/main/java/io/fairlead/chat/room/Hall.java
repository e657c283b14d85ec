package io.fairlead.chat.room;

import io.fairlead.chat.name.Claims;
import io.fairlead.chat.name.Name;
import io.fairlead.chat.name.NameException;
import io.fairlead.chat.room.RefusedException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All members and rooms.
 *
 * <p>Holds at every moment: no two members have names that are the same or look alike; a member is
 * in a room exactly when the room has it; no room is empty; ids of messages rise; each event goes
 * once to each member who is to learn of it, to all in the same order. For one thread at a time.
 */
public final class Hall {
    /** Rooms that one member can be in. */
    public static final int ROOMS_PER_MEMBER_MAX = 50;

    /** Rooms in all. */
    public static final int ROOMS_MAX = 10_000;

    private final Deliveries deliveries;
    private final Consumer<Said> record;
    private final Claims<Member> names = new Claims<>();
    private final Claims<Room> roomNames = new Claims<>();
    private final Set<Name> reserved = new LinkedHashSet<>();
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Set<Member> members = new LinkedHashSet<>();
    private long nowMs;
    private long lastId;

    /**
     * An empty hall.
     *
     * @param deliveries receives the events for members
     * @param record receives the messages of rooms, before any member gets them
     */
    public Hall(Deliveries deliveries, Consumer<Said> record) {
        this.deliveries = deliveries;
        this.record = record;
    }

    // ---- time ----

    /**
     * Hands in the time of what follows. It may be earlier than before: ids rise all the same.
     *
     * @param timeMs milliseconds since 1970
     */
    public void advance(long timeMs) {
        nowMs = timeMs;
    }

    /** The time that was handed in last. */
    public long nowMs() {
        return nowMs;
    }

    /** From here on ids are higher than {@code id}, one that an earlier run has given. */
    public void startAfter(long id) {
        lastId = Math.max(lastId, id);
    }

    long nextId() {
        lastId = Math.max(lastId + 1, nowMs * 1000);
        return lastId;
    }

    // ---- names ----

    /** Keeps everybody from taking {@code name}, or one that looks like it. */
    public void reserve(Name name) {
        reserved.add(name);
    }

    /**
     * Admits a member under a name that is free.
     *
     * @throws RefusedException if the name is not available; suggests another
     */
    public Member enter(String typedName, Newcomer newcomer) throws RefusedException {
        Name name = free(typedName, null);
        Member member = new Member(name, newcomer, nowMs);
        names.claim(name, null, member);
        members.add(member);
        return member;
    }

    /**
     * Gives {@code member} another name.
     *
     * @throws RefusedException if it cannot be had; the member keeps the one it has
     */
    public void rename(Member member, String typedName) throws RefusedException {
        Name name = free(typedName, member);
        if (name.shown().equals(member.name.shown())) return;
        Event.Renamed event = new Event.Renamed(nowMs, member.who(), name.shown());
        names.claim(name, member.name, member);
        member.name = name;
        deliver(event, member);
        othersInRooms(member).forEach(other -> deliver(event, other));
    }

    /**
     * Passes if {@code typed} can be had as a name at this moment, by somebody new.
     *
     * @throws RefusedException if not; suggests another
     */
    public void checkName(String typed) throws RefusedException {
        Name _ = free(typed, null);
    }

    private Name free(String typed, @Nullable Member claimer) throws RefusedException {
        Name name;
        try {
            name = Name.ofMember(typed);
        } catch (NameException e) {
            throw new RefusedException(Reason.BAD_NAME, String.valueOf(e.getMessage()));
        }
        boolean isReserved = reserved.stream().anyMatch(name::looksLike);
        Member rival = names.rival(name, claimer);
        if (rival == null && !isReserved) return name;
        String suggestion = names.suggestion(isReserved ? "guest" : name.shown());
        String why = "the name " + name + " is taken";
        if (isReserved) why = "the name " + name + " is kept for the server";
        if (rival != null && !rival.name.key().equals(name.key())) {
            why = "the name " + name + " looks like " + rival.name;
        }
        String wayOut = suggestion.isEmpty() ? "" : "; " + suggestion + " is free";
        throw new RefusedException(Reason.NAME_TAKEN, why + wayOut, suggestion);
    }

    /** The member of that name; null if there is none. */
    public @Nullable Member find(String typedName) {
        return names.holder(typedName);
    }

    /**
     * The member of that name.
     *
     * @throws RefusedException if there is none
     */
    public Member member(String typedName) throws RefusedException {
        Member member = find(typedName);
        if (member != null) return member;
        throw new RefusedException(
                Reason.NO_SUCH_MEMBER, "nobody here is called " + Shown.word(typedName));
    }

    /** Everybody, in the order in which they came. */
    public Collection<Member> members() {
        return List.copyOf(members);
    }

    /** A member has gone, or is sent away. Later calls do nothing. */
    public void quit(Member member, String reason) {
        if (member.gone) return;
        String why = Shown.brief(reason);
        Set<Member> others = othersInRooms(member);
        List<String> left = member.rooms().stream().map(Room::name).toList();
        for (Room room : List.copyOf(member.rooms())) room.remove(member);
        names.release(member.name);
        members.remove(member);
        member.gone = true;
        Event.Quit event = new Event.Quit(nowMs, member.who(), left, why);
        others.forEach(other -> deliver(event, other));
    }

    private static Set<Member> othersInRooms(Member member) {
        Set<Member> others = new LinkedHashSet<>();
        for (Room room : member.rooms()) others.addAll(room.members());
        others.remove(member);
        return others;
    }

    /** True if the two share a room. */
    public static boolean meet(Member one, Member other) {
        Set<Room> shared = new HashSet<>(one.rooms());
        shared.retainAll(other.rooms());
        return !shared.isEmpty();
    }

    // ---- rooms ----

    /**
     * Brings {@code member} into a room, which is created if necessary.
     *
     * @param key that the room may ask for; empty for none
     * @throws RefusedException if the member may not join, or the room cannot be created
     */
    public Room join(Member member, String typedRoom, String key) throws RefusedException {
        Room known = room(typedRoom);
        if (known != null && known.has(member)) return known;
        if (member.rooms.size() >= ROOMS_PER_MEMBER_MAX) {
            throw new RefusedException(
                    Reason.TOO_MANY,
                    "nobody can be in more than " + ROOMS_PER_MEMBER_MAX + " rooms");
        }
        Room room = known == null ? make(typedRoom) : known;
        room.join(member, key);
        return room;
    }

    private Room make(String typed) throws RefusedException {
        Name name;
        try {
            name = Name.ofRoom(typed);
        } catch (NameException e) {
            throw new RefusedException(Reason.BAD_ROOM, String.valueOf(e.getMessage()));
        }
        Room rival = roomNames.rival(name, null);
        if (rival != null) {
            throw new RefusedException(
                    Reason.BAD_ROOM, name + " looks like " + rival.name() + ", which is another");
        }
        if (rooms.size() >= ROOMS_MAX) {
            throw new RefusedException(Reason.TOO_MANY, "there can be no more rooms");
        }
        Room room = new Room(this, name);
        roomNames.claim(name, null, room);
        rooms.put(name.key(), room);
        return room;
    }

    void drop(Room room) {
        rooms.remove(room.key());
        roomNames.release(room.fullName());
    }

    /** The room of that name; null if there is none. */
    public @Nullable Room room(String typedRoom) {
        String text = typedRoom.strip();
        return rooms.get(Name.keyOf(text.startsWith("#") ? text : "#" + text));
    }

    /** All rooms, oldest first. */
    public Collection<Room> rooms() {
        return new ArrayList<>(rooms.values());
    }

    // ---- what is said ----

    /** Says something to one member. */
    public void whisper(Member from, Member to, Said.Kind kind, String text) {
        from.activeMs = nowMs;
        Said said = new Said(nextId(), to.name(), from.who(), kind, Shown.of(text));
        Event event = new Event.Whispered(said, from);
        deliver(event, to);
        if (!to.equals(from)) deliver(event, from);
    }

    /** A sentence of the server's own, to everybody. */
    public void announce(String text) {
        Event event = new Event.Announced(nowMs, text);
        members.forEach(member -> deliver(event, member));
    }

    void deliver(Event event, Member to) {
        deliveries.deliver(event, to);
    }

    void record(Said said) {
        record.accept(said);
    }
}
