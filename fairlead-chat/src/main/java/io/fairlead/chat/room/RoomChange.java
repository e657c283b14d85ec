package io.fairlead.chat.room;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes of one room's rules by one member, collected so that all learn of them in one event.
 *
 * <pre>{@code
 * new RoomChange(room, by).flag('t', true).key("secret").tell();
 * }</pre>
 */
public final class RoomChange {
    private final Room room;
    private final Member by;
    private final StringBuilder letters = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private char sign;

    /**
     * No change yet.
     *
     * @throws RefusedException if {@code by} may change nothing
     */
    public RoomChange(Room room, Member by) throws RefusedException {
        room.checkOperator(by);
        this.room = room;
        this.by = by;
    }

    /** Turns a letter of {@link Rules#FLAGS} on or off. */
    public RoomChange flag(char letter, boolean on) {
        if (room.rules().flag(letter, on)) note(letter, on, "");
        return this;
    }

    /** Sets what one must know to come in. */
    public RoomChange key(String key) {
        if (room.rules().key(key)) note('k', true, key);
        return this;
    }

    /** Lets everybody in without a key. */
    public RoomChange noKey() {
        if (room.rules().key(null)) note('k', false, "*");
        return this;
    }

    /** Sets how many members there can be; 0 is no limit. */
    public RoomChange membersMax(int max) {
        if (room.rules().membersMax(max)) note('l', max > 0, max > 0 ? Integer.toString(max) : "");
        return this;
    }

    /** Bans a mask such as {@code *!*@host}, or ends its ban. */
    public RoomChange ban(String mask, boolean on) {
        String whole = Shown.of(Mask.whole(mask));
        if (room.rules().ban(whole, on)) note('b', on, whole);
        return this;
    }

    /**
     * Makes a member operator, or not.
     *
     * @throws RefusedException if it is not in the room
     */
    public RoomChange operator(String typedName, boolean on) throws RefusedException {
        return stand('o', typedName, on);
    }

    /**
     * Gives a member a voice, or takes it.
     *
     * @throws RefusedException if it is not in the room
     */
    public RoomChange voice(String typedName, boolean on) throws RefusedException {
        return stand('v', typedName, on);
    }

    private RoomChange stand(char letter, String typedName, boolean on) throws RefusedException {
        Member member = room.memberHere(typedName);
        if (room.stand(member, letter, on)) note(letter, on, member.name());
        return this;
    }

    private void note(char letter, boolean on, String word) {
        char wanted = on ? '+' : '-';
        if (sign != wanted) letters.append(wanted);
        sign = wanted;
        letters.append(letter);
        if (!word.isEmpty()) words.add(word);
    }

    /** Lets all members know, if anything has changed. */
    public void tell() {
        if (letters.isEmpty()) return;
        String end = words.isEmpty() ? "" : " " + String.join(" ", words);
        room.tellRules(by, letters + end);
    }
}
