package io.fairlead.chat.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.name.Name;
import io.fairlead.chat.name.NameException;
import io.fairlead.chat.room.RefusedException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of one room's rules by one member, announced together in one event.
 *
 * <pre>{@code
 * new RoomChange(room, by).flag('t', true).key("secret").tell();
 * }</pre>
 *
 * <p>For the hall's thread.
 */
public final class RoomChange {
    private static final int WORD_BYTES_MAX = 300;

    private final Room room;
    private final Member by;
    private final StringBuilder letters = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private char sign;
    private int wordBytes;

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

    /**
     * Sets the key that is needed to join.
     *
     * @throws RefusedException if some door cannot express it, so that its clients could not join
     */
    public RoomChange key(String typed) throws RefusedException {
        String key;
        try {
            key = Name.key(typed);
        } catch (NameException e) {
            throw new RefusedException(Reason.BAD_KEY, String.valueOf(e.getMessage()));
        }
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

    /**
     * Bans a mask such as {@code *!*@host}, or ends its ban.
     *
     * @throws RefusedException if the text can be no mask
     */
    public RoomChange ban(String typed, boolean on) throws RefusedException {
        Mask mask = Mask.whole(typed);
        if (room.rules().ban(mask, on)) note('b', on, mask.text());
        return this;
    }

    /**
     * Makes a member an operator, or no operator.
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
        // A line of IRC has room for some: the rest is another event.
        wordBytes += word.getBytes(UTF_8).length + 1;
        if (wordBytes > WORD_BYTES_MAX) {
            tell();
            wordBytes = word.getBytes(UTF_8).length + 1;
        }
        char wanted = on ? '+' : '-';
        if (sign != wanted) letters.append(wanted);
        sign = wanted;
        letters.append(letter);
        if (!word.isEmpty()) words.add(word);
    }

    /** Lets all members know, if anything has changed that they do not know yet. */
    public void tell() {
        if (letters.isEmpty()) return;
        String end = words.isEmpty() ? "" : " " + String.join(" ", words);
        room.tellRules(by, letters + end);
        letters.setLength(0);
        words.clear();
        wordBytes = 0;
        sign = 0;
    }
}
