package io.fairlead.chat.room;

import java.util.regex.Pattern;

/** Masks of IRC, such as {@code *!*@host}: {@code *} is any text, {@code ?} any character. */
public final class Mask {
    private static final int CASELESS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    private Mask() {}

    /** Completes {@code name} or {@code user@host} to a whole mask. */
    public static String whole(String mask) {
        boolean hasUser = mask.contains("!");
        boolean hasHost = mask.contains("@");
        if (hasUser && hasHost) return mask;
        if (hasUser) return mask + "@*";
        return hasHost ? "*!" + mask : mask + "!*@*";
    }

    /** What finds the texts that {@code mask} stands for. */
    public static Pattern pattern(String mask) {
        StringBuilder pattern = new StringBuilder();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < mask.length(); i++) {
            char c = mask.charAt(i);
            if (c != '*' && c != '?') {
                literal.append(c);
                continue;
            }
            if (!literal.isEmpty()) pattern.append(Pattern.quote(literal.toString()));
            literal.setLength(0);
            // Possessive repetition is wrong here; several stars in a row would only cost time.
            if (c == '?') pattern.append('.');
            else if (i == 0 || mask.charAt(i - 1) != '*') pattern.append(".*");
        }
        if (!literal.isEmpty()) pattern.append(Pattern.quote(literal.toString()));
        return Pattern.compile(pattern.toString(), CASELESS);
    }
}
