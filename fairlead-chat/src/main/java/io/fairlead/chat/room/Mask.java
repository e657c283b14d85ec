package io.fairlead.chat.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.name.Name;
import io.fairlead.chat.room.RefusedException.Reason;

/**
 * A mask of IRC, such as {@code *!*@host}: {@code *} is any text, {@code ?} any character; upper
 * and lower case are the same. Immutable.
 *
 * <p>No regular expression: to find out that {@code *a*a*a*b} does not match can take one of those
 * for ever, and anybody may ask. This takes at most the product of the two lengths.
 *
 * @param text as typed
 */
public record Mask(String text) {
    /** The longest mask that fits a room's list of bans and the line that announces a ban. */
    public static final int BYTES_MAX = 128;

    /**
     * {@code typed}, completed to {@code name!user@host}.
     *
     * @throws RefusedException if it cannot be a parameter of IRC, so that nobody could remove it
     */
    public static Mask whole(String typed) throws RefusedException {
        String whole = completed(typed);
        if (whole.getBytes(UTF_8).length > BYTES_MAX) {
            throw new RefusedException(
                    Reason.BAD_MASK, "a mask has at most " + BYTES_MAX + " bytes");
        }
        if (typed.startsWith(":") || !Name.isVisible(typed)) {
            throw new RefusedException(Reason.BAD_MASK, Shown.word(typed) + " is not a mask");
        }
        return new Mask(whole);
    }

    private static String completed(String mask) {
        boolean hasUser = mask.contains("!");
        boolean hasHost = mask.contains("@");
        if (hasUser && hasHost) return mask;
        if (hasUser) return mask + "@*";
        return hasHost ? "*!" + mask : mask + "!*@*";
    }

    /** True if {@code candidate} is one of the texts that this stands for. */
    public boolean matches(String candidate) {
        int[] mask = folded(text);
        int[] all = folded(candidate);
        int at = 0;
        int starAt = -1; // the last star, and how far what it stands for reaches
        int reach = 0;
        int i = 0;
        while (i < all.length) {
            if (at < mask.length && mask[at] == '*') {
                starAt = at++;
                reach = i;
            } else if (at < mask.length && (mask[at] == '?' || mask[at] == all[i])) {
                at++;
                i++;
            } else if (starAt >= 0) {
                at = starAt + 1;
                i = ++reach;
            } else {
                return false;
            }
        }
        while (at < mask.length && mask[at] == '*') at++;
        return at == mask.length;
    }

    private static int[] folded(String text) {
        return text.codePoints()
                .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
                .toArray();
    }
}
