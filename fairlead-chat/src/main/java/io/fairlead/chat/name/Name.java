package io.fairlead.chat.name;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Set;

/**
 * The name of a member or a room: how it is shown, and when it equals another or looks like one.
 *
 * <p>The stated case mapping is {@code NFKC_Casefold} of the Unicode standard (section 3.13): two
 * names are the same when it makes them equal. They look alike when their skeletons by Unicode
 * Technical Standard 39, section 4, are equal, as typed or after the case mapping. Immutable.
 *
 * @param shown as it was typed, in NFC
 * @param key equal for names that are the same
 * @param skeletons names that share one look alike; those that are the same always do
 */
public record Name(String shown, String key, Set<String> skeletons) {
    private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();
    private static final Normalizer2 FOLDED = Normalizer2.getNFKCCasefoldInstance();
    private static final SpoofChecker LOOKS =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

    /**
     * The name of a member.
     *
     * @throws NameException if {@code typed} can be none
     */
    public static Name ofMember(String typed) throws NameException {
        Name name = of(typed.strip());
        NameRules.checkMember(name);
        return name;
    }

    /**
     * The name of a room. The {@code #} at its beginning may be omitted.
     *
     * @throws NameException if {@code typed} can be none
     */
    public static Name ofRoom(String typed) throws NameException {
        String text = typed.strip();
        Name name = of(text.startsWith("#") ? text : "#" + text);
        NameRules.checkRoom(name);
        return name;
    }

    /**
     * The key of a room, as it is compared. Every door can express it.
     *
     * @throws NameException if {@code typed} can be none
     */
    public static String key(String typed) throws NameException {
        String key = composed(typed);
        NameRules.checkKey(key);
        return key;
    }

    /** {@code typed} in NFC: keyboards differ in how they make a letter with its marks. */
    public static String composed(String typed) {
        return COMPOSED.normalize(typed);
    }

    /** True if {@code typed} is one word of visible characters. */
    public static boolean isVisible(String typed) {
        return typed.codePoints().allMatch(NameRules::isVisible);
    }

    /** What {@code typed} is compared by, whether or not it can be a name. */
    public static String keyOf(String typed) {
        return FOLDED.normalize(typed);
    }

    private static Name of(String typed) {
        String shown = COMPOSED.normalize(typed);
        String key = keyOf(shown);
        String first = LOOKS.getSkeleton(shown);
        String second = LOOKS.getSkeleton(key);
        return new Name(shown, key, first.equals(second) ? Set.of(first) : Set.of(first, second));
    }

    /** True if people may take one name for the other, or the names are the same. */
    public boolean looksLike(Name other) {
        return skeletons.stream().anyMatch(other.skeletons::contains);
    }

    @Override
    public String toString() {
        return shown;
    }
}
