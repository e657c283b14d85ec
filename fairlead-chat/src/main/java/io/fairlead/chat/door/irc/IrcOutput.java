package io.fairlead.chat.door.irc;

import io.fairlead.chat.room.Shown;
import io.fairlead.frame.Frame;

/**
 * The one place that every line for a client goes through, whole: measured as it is sent, in bytes,
 * with prefix, command and colons. None is longer than a client must take (RFC 2812 section 2.3),
 * and none is two.
 */
final class IrcOutput {
    /** Bytes of a line without tags and CR LF. */
    static final int BODY_BYTES_MAX = 510;

    private IrcOutput() {}

    /**
     * The line that is sent.
     *
     * @param tags of ours, with the blank after them; they have room of their own (IRCv3
     *     message-tags: 8,191 bytes)
     * @param body what is too long of it is cut off, between two characters
     */
    static Frame line(String tags, String body) {
        return Frame.of(tags + Shown.cut(isOneLine(body) ? body : Shown.of(body), BODY_BYTES_MAX));
    }

    private static boolean isOneLine(String body) {
        return body.indexOf('\n') < 0 && body.indexOf('\r') < 0 && body.indexOf('\0') < 0;
    }

    /** {@code typed} as one parameter that is not the last: what is wrong is told with it. */
    static String word(String typed) {
        String shown = Shown.word(typed).replace(' ', '_');
        return shown.isEmpty() || shown.startsWith(":") ? "*" : shown;
    }
}
