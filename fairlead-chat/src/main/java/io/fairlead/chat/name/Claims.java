package io.fairlead.chat.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records who holds which name. No two holders have names that are equal or look alike. For one
 * thread.
 *
 * @param <T> what holds a name
 */
public final class Claims<T> {
    private static final int SUGGESTIONS_MAX = 100;
    private static final int SMALL_MAX = 9;

    private final Map<String, T> bySkeleton = new HashMap<>();
    private final Map<String, T> byKey = new HashMap<>();
    private int serial = SMALL_MAX;

    /** No name is held. */
    public Claims() {}

    /**
     * The holder that prevents {@code claimer} from claiming {@code name}; null if there is none.
     */
    public @Nullable T rival(Name name, @Nullable T claimer) {
        for (String skeleton : name.skeletons()) {
            T holder = bySkeleton.get(skeleton);
            if (holder != null && !holder.equals(claimer)) return holder;
        }
        return null;
    }

    /** Gives {@code name} to {@code holder}, who gives up {@code former}. There is no rival. */
    public void claim(Name name, @Nullable Name former, T holder) {
        if (former != null) release(former);
        byKey.put(name.key(), holder);
        name.skeletons().forEach(skeleton -> bySkeleton.put(skeleton, holder));
    }

    /** Makes a name free that is held. */
    public void release(Name name) {
        byKey.remove(name.key());
        name.skeletons().forEach(bySkeleton::remove);
    }

    /** The holder of the name that {@code typed} is the same as; null if there is none. */
    public @Nullable T holder(String typed) {
        return byKey.get(Name.keyOf(typed));
    }

    /** A free name much like {@code wanted}; empty if that takes too long to find. */
    public String suggestion(String wanted) {
        for (int i = 2; i < SUGGESTIONS_MAX; i++) {
            // Where the small numbers are gone, a long search would only find their end.
            String end = "_" + (i <= SMALL_MAX ? i : ++serial);
            try {
                Name name = Name.ofMember(shortened(wanted, end.length()) + end);
                if (rival(name, null) == null) return name.shown();
            } catch (NameException tooLong) {
                return "";
            }
        }
        return "";
    }

    private static String shortened(String wanted, int room) {
        String text = wanted;
        while (text.getBytes(UTF_8).length > NameRules.MEMBER_BYTES_MAX - room) {
            text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
        }
        return text;
    }
}
