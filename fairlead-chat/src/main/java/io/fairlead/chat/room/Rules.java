package io.fairlead.chat.room;

import io.fairlead.chat.name.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a room, in the letters of IRC. For the hall's thread. */
public final class Rules {
    /** Bans that a room can have. */
    public static final int BANS_MAX = 100;

    /** Letters that are on or off. */
    public static final String FLAGS = "imnst";

    private static final char INVITED_ONLY = 'i';
    private static final char MODERATED = 'm';
    private static final char MEMBERS_ONLY = 'n';
    private static final char SECRET = 's';
    private static final char TOPIC_BY_OPERATORS = 't';

    private final Set<Character> flags = new LinkedHashSet<>(Set.of(MEMBERS_ONLY));
    private final Set<Mask> bans = new LinkedHashSet<>();
    private @Nullable String key;
    private int membersMax;

    Rules() {}

    /** Only the invited may come in. */
    public boolean invitedOnly() {
        return flags.contains(INVITED_ONLY);
    }

    /** Only operators and those with a voice may speak. */
    public boolean moderated() {
        return flags.contains(MODERATED);
    }

    /** Only members may speak. */
    public boolean membersOnly() {
        return flags.contains(MEMBERS_ONLY);
    }

    /** Others do not see that the room is there. */
    public boolean secret() {
        return flags.contains(SECRET);
    }

    /** Only operators set the topic. */
    public boolean topicByOperators() {
        return flags.contains(TOPIC_BY_OPERATORS);
    }

    /** What one must know to come in; null if nothing. */
    public @Nullable String key() {
        return key;
    }

    /** Members there can be; 0 is no limit. */
    public int membersMax() {
        return membersMax;
    }

    /** The masks that are banned, oldest first. */
    public List<String> bans() {
        return bans.stream().map(Mask::text).toList();
    }

    boolean bans(Who who) {
        String mask = who.mask();
        return bans.stream().anyMatch(ban -> ban.matches(mask));
    }

    boolean opens(String typedKey) {
        return key == null || key.equals(Name.composed(typedKey));
    }

    // ---- changes; each is true if it made a difference ----

    boolean flag(char letter, boolean on) {
        return on ? flags.add(letter) : flags.remove(letter);
    }

    boolean key(@Nullable String newKey) {
        if (newKey == null && key == null) return false;
        key = newKey;
        return true;
    }

    boolean membersMax(int max) {
        if (max == membersMax) return false;
        membersMax = max;
        return true;
    }

    boolean ban(Mask mask, boolean on) {
        if (!on) return bans.remove(mask);
        return bans.size() < BANS_MAX && bans.add(mask);
    }

    /** The rules in the letters of IRC, as in {@code +ntk}; the key itself is not told. */
    public String letters() {
        StringBuilder letters = new StringBuilder("+");
        FLAGS.chars().filter(c -> flags.contains((char) c)).forEach(c -> letters.append((char) c));
        if (key != null) letters.append('k');
        if (membersMax > 0) letters.append('l');
        return letters.toString();
    }
}
