package io.fairlead.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.chat.name.Name;
import io.fairlead.chat.name.NameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A seeded crowd in one hall, and a book beside it, kept without the hall's help, of who should
 * have heard what. Law after each step: what members heard is what the book says.
 */
final class HallSimulation {
    // Some are the same after the case mapping, some look alike, some can be no names at all.
    private static final List<String> NAMES =
            List.of(
                    "ada",
                    "Ada",
                    "ADA",
                    "\uFF41da",
                    "\u0430da",
                    "grace",
                    "Gra\u0441e",
                    "bob0",
                    "bobO",
                    "\u6797",
                    "stra\u00DFe",
                    "STRASSE",
                    "a\u0308x",
                    "\u00E4x",
                    "no name",
                    "\u001b[31m",
                    "#x",
                    "m",
                    "rn");
    private static final List<String> ROOMS =
            List.of("#lobby", "lobby", "#LOBBY", "#tea", "#l0bby");
    private static final int MEMBERS_MAX = 6;

    private final SplittableRandom random;
    private final Hall hall = new Hall(this::deliver, this::record);
    private final List<Member> present = new ArrayList<>();
    private final Map<Member, List<Long>> heard = new HashMap<>();
    private final Map<Member, List<Long>> book = new HashMap<>();
    private final Map<String, Set<Member>> bookRooms = new TreeMap<>();
    private final Map<Member, Set<String>> silentRooms = new HashMap<>();
    private final List<Long> recorded = new ArrayList<>();
    private final Set<Member> departed = new HashSet<>();
    private long nowMs = 1_000_000;

    HallSimulation(long seed) {
        random = new SplittableRandom(seed);
    }

    void run(int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            nowMs += random.nextInt(-3, 5); // a clock that is set back now and then
            hall.advance(nowMs);
            step();
            checkNames();
            checkRooms();
            assertThat(heard).isEqualTo(book);
        }
        assertThat(recorded).isSorted().doesNotHaveDuplicates();
    }

    private void deliver(Event event, Member to) {
        assertThat(departed).as("who has quit hears nothing").doesNotContain(to);
        switch (event) {
            case Event.Spoken(Said said, Member _) -> {
                assertThat(silent(to)).as(to + " has left").doesNotContain(said.room());
                assertThat(recorded).as("recorded before it is heard").contains(said.id());
                of(heard, to).add(said.id());
            }
            case Event.Parted parted when parted.who().name().equals(to.name()) ->
                    silent(to).add(parted.room());
            case Event.Kicked kicked when kicked.name().equals(to.name()) ->
                    silent(to).add(kicked.room());
            case Event.Joined joined when joined.who().name().equals(to.name()) ->
                    silent(to).remove(joined.room());
            default -> {}
        }
    }

    private Set<String> silent(Member member) {
        return silentRooms.computeIfAbsent(member, _ -> new HashSet<>());
    }

    private void record(Said said) {
        recorded.add(said.id());
    }

    private void step() throws Exception {
        if (present.isEmpty() || (present.size() < MEMBERS_MAX && random.nextInt(8) == 0)) {
            enter();
            return;
        }
        Member member = pick(present);
        switch (random.nextInt(12)) {
            case 0 -> quit(member);
            case 1 -> rename(member);
            case 2, 3, 4 -> join(member);
            case 5 -> part(member);
            case 6 -> kick(member);
            case 7 -> whisper(member);
            default -> say(member);
        }
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void enter() {
        String name = pick(NAMES);
        boolean free = isFree(name, null);
        try {
            Member member = hall.enter(name, new Newcomer("u", "h", "r", _ -> {}));
            assertThat(free).as("claim of " + name).isTrue();
            present.add(member);
            heard.put(member, new ArrayList<>());
            book.put(member, new ArrayList<>());
        } catch (RefusedException e) {
            assertThat(free).as("refusal of " + name + ": " + e.getMessage()).isFalse();
            checkSuggestion(e);
        }
    }

    private void checkSuggestion(RefusedException refusal) {
        if (refusal.reason() != RefusedException.Reason.NAME_TAKEN) return;
        assertThat(refusal).hasMessageContaining(refusal.suggestion() + " is free");
        assertThat(isFree(refusal.suggestion(), null)).as(refusal.suggestion()).isTrue();
    }

    private boolean isFree(String typed, @Nullable Member claimer) {
        try {
            Name name = Name.ofMember(typed);
            for (Member other : present) {
                if (!other.equals(claimer) && Name.ofMember(other.name()).looksLike(name))
                    return false;
            }
            return true;
        } catch (NameException e) {
            return false;
        }
    }

    private void rename(Member member) {
        String name = pick(NAMES);
        boolean free = isFree(name, member);
        String before = member.name();
        try {
            hall.rename(member, name);
            assertThat(free).isTrue();
        } catch (RefusedException e) {
            assertThat(free).as(before + " to " + name + ": " + e.getMessage()).isFalse();
            assertThat(member.name()).isEqualTo(before);
        }
    }

    private void quit(Member member) {
        hall.quit(member, "bye");
        departed.add(member);
        present.remove(member);
        for (Set<Member> room : bookRooms.values()) room.remove(member);
    }

    private void join(Member member) {
        try {
            Room room = hall.join(member, pick(ROOMS), "");
            bookRooms.computeIfAbsent(room.key(), _ -> new HashSet<>()).add(member);
        } catch (RefusedException e) {
            assertThat(e.reason()).isEqualTo(RefusedException.Reason.BAD_ROOM);
        }
    }

    private void part(Member member) {
        Room room = hall.room(pick(ROOMS));
        if (room == null) return;
        boolean there = room.has(member);
        try {
            room.part(member, "x");
            assertThat(there).isTrue();
            in(room).remove(member);
        } catch (RefusedException e) {
            assertThat(there).isFalse();
        }
    }

    private void kick(Member by) {
        Room room = hall.room(pick(ROOMS));
        if (room == null) return;
        Member target = pick(present);
        boolean allowed = room.isOperator(by) && room.has(target);
        try {
            room.kick(by, target.name(), "out");
            assertThat(allowed).isTrue();
            in(room).remove(target);
        } catch (RefusedException e) {
            assertThat(allowed).isFalse();
        }
    }

    private void whisper(Member from) throws Exception {
        hall.whisper(from, pick(present), Said.Kind.TALK, "psst");
    }

    private void say(Member member) {
        Room room = hall.room(pick(ROOMS));
        if (room == null) return;
        try {
            Said said = room.say(member, Said.Kind.TALK, "hello");
            for (Member one : in(room)) of(book, one).add(said.id());
            assertThat(room.window()).endsWith(said);
        } catch (RefusedException e) {
            assertThat(room.has(member)).isFalse();
        }
    }

    private Set<Member> in(Room room) {
        return Objects.requireNonNull(bookRooms.get(room.key()));
    }

    private static List<Long> of(Map<Member, List<Long>> lists, Member member) {
        return Objects.requireNonNull(lists.get(member));
    }

    private void checkNames() {
        assertThat(hall.members()).containsExactlyInAnyOrderElementsOf(present);
        Set<String> keys = new TreeSet<>();
        for (Member member : present) {
            assertThat(keys.add(Name.keyOf(member.name()))).as(member.name()).isTrue();
            assertThat(hall.find(member.name())).isSameAs(member);
        }
    }

    private void checkRooms() {
        Map<String, Set<Member>> real = new LinkedHashMap<>();
        for (Room room : hall.rooms()) {
            real.put(room.key(), new HashSet<>(room.members()));
            for (Member member : room.members()) assertThat(member.rooms()).contains(room);
        }
        bookRooms.values().removeIf(Set::isEmpty);
        assertThat(real).isEqualTo(bookRooms);
        for (Member member : present) {
            assertThat(member.rooms()).allMatch(room -> room.has(member));
        }
    }
}
