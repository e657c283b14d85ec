package io.fairlead.chat.name;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.net.text.Printable;
import java.util.Locale;

/** Which texts can be names, under every door: what would break a line of any of them cannot. */
final class NameRules {
    static final int MEMBER_BYTES_MAX = 48;
    static final int ROOM_BYTES_MAX = 50;
    static final int KEY_BYTES_MAX = 50;

    private static final int MARKS_MAX = 3;
    private static final String ANYWHERE = " ,*?!@:.#&\"'<>/";
    private static final String FIRST = "$~+%=;-";

    private NameRules() {}

    static void checkMember(Name name) throws NameException {
        String text = name.shown();
        if (name.key().isEmpty()) throw new NameException("a name needs a letter or more");
        checkLength("a name", text, MEMBER_BYTES_MAX);
        checkCharacters("a name", text, ANYWHERE);
        checkCharacters("a name", name.key(), ANYWHERE);
        if (FIRST.indexOf(name.key().charAt(0)) >= 0) {
            throw new NameException("a name cannot begin with " + text.charAt(0));
        }
    }

    static void checkRoom(Name name) throws NameException {
        String text = name.shown();
        if (name.key().length() < 2)
            throw new NameException("a room's name needs a letter or more");
        checkLength("a room's name", text, ROOM_BYTES_MAX);
        checkCharacters("a room's name", text.substring(1), " ,*?:");
        checkCharacters("a room's name", name.key().substring(1), " ,*?:");
    }

    /** JOIN cuts its list of keys at commas, and what begins with a colon is the rest of a line. */
    static void checkKey(String key) throws NameException {
        if (key.isEmpty()) throw new NameException("a key needs a letter or more");
        checkLength("a key", key, KEY_BYTES_MAX);
        checkCharacters("a key", key, " ,");
        if (key.startsWith(":")) throw new NameException("a key cannot begin with :");
    }

    private static void checkLength(String what, String text, int bytesMax) throws NameException {
        int bytes = text.getBytes(UTF_8).length;
        if (bytes <= bytesMax) return;
        throw new NameException(
                String.format(
                        Locale.ROOT,
                        "%s has at most %d bytes in UTF-8; this one has %d",
                        what,
                        bytesMax,
                        bytes));
    }

    private static void checkCharacters(String what, String text, String forbidden)
            throws NameException {
        int marks = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            marks = isMark(point) ? marks + 1 : 0;
            if (forbidden.indexOf(point) >= 0 || !isVisible(point)) {
                String shown = point == ' ' ? "a blank" : Printable.of(Character.toString(point));
                throw new NameException(what + " cannot have " + shown + " in it");
            }
            if (marks > MARKS_MAX || (marks > 0 && i == 0)) {
                throw new NameException(what + " has marks without a letter for them");
            }
        }
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> point != 0xFFFD;
        };
    }
}
