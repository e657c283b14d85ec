package io.fairlead.cli.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of the chat's server, and what its beginning says it is (docs/chat.md). Immutable.
 *
 * @param kind what it is
 * @param whole the line as it came
 * @param author who says or does it; empty where nobody does
 * @param words what is said, without marks and names
 */
record ServerLine(Kind kind, String whole, String author, String words) {
    private static final Pattern ROOM = Pattern.compile("#\\S+ (?=[<*-])");

    /** What a line is. */
    enum Kind {
        /** {@code <ada> hello}. */
        TALK("<(\\S+)> (.*)"),
        /** {@code <ada -> bob> psst}. */
        WHISPER("<(\\S+) -> \\S+> (.*)"),
        /** {@code * ada waves}. */
        ACTION("\\* (\\S+) (.*)"),
        /** {@code -ada- away}. */
        NOTICE("-(\\S+)- (.*)"),
        /** {@code *** ada has come in}. */
        NEWS("\\*\\*\\*() (.*)"),
        /** {@code = in #lobby: ada bob}. */
        ANSWER("=() (.*)"),
        /** {@code ! the name is taken}. */
        REFUSAL("!() (.*)"),
        /** {@code [2026-11-21 14:00:00Z] <ada> hello}. */
        PAST("\\[[0-9: -]+Z\\]() (.*)"),
        /** A greeting, a line of help. */
        OTHER("()(.*)");

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }

        /** True if somebody says it now. */
        boolean isMessage() {
            return this == TALK || this == WHISPER || this == ACTION || this == NOTICE;
        }
    }

    /** The line that is {@code text}. */
    static ServerLine of(String text) {
        Matcher room = ROOM.matcher(text);
        String rest = room.lookingAt() ? text.substring(room.end()) : text;
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.form.matcher(rest);
            if (matcher.matches()) {
                return new ServerLine(kind, text, matcher.group(1), matcher.group(2));
            }
        }
        throw new AssertionError("a line that is no line: " + text);
    }
}
