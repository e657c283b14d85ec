package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.room.Shown;
import io.fairlead.chat.room.Who;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what is too long for one message, so that every door passes on the same messages. Safe for
 * any thread.
 */
public final class Parts {
    /** RFC 2812 section 2.3: a line has 512 bytes with its CR LF. */
    private static final int LINE_BYTES_MAX = 510;

    /** PRIVMSG, blanks and colons, and what marks an action. */
    private static final int FRAME_BYTES = 24;

    private Parts() {}

    /** UTF-8 has no longer character. */
    private static final int CHARACTER_BYTES_MAX = 4;

    /**
     * Bytes of a message of {@code from} to {@code target} that fit a line of IRC.
     *
     * @param target a name that there is: what somebody typed may leave no room for a text
     */
    public static int bytesMax(Who from, String target) {
        int around = from.mask().getBytes(UTF_8).length + target.getBytes(UTF_8).length;
        return LINE_BYTES_MAX - FRAME_BYTES - around;
    }

    /**
     * {@code text} as it will be shown, in parts of at most {@code bytesMax} bytes.
     *
     * @throws IllegalArgumentException if there is a character that does not fit a part
     */
    public static List<String> of(String text, int bytesMax) {
        if (bytesMax < CHARACTER_BYTES_MAX) {
            throw new IllegalArgumentException("a part of " + bytesMax + " bytes");
        }
        String rest = Shown.of(text);
        List<String> parts = new ArrayList<>();
        while (rest.getBytes(UTF_8).length > bytesMax) {
            int end = end(rest, bytesMax);
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        if (!rest.isEmpty()) parts.add(rest);
        return parts;
    }

    /** Where to cut: after the last blank that fits, if there is one in the second half. */
    private static int end(String text, int bytesMax) {
        int end = Shown.fitting(text, bytesMax);
        int blank = text.lastIndexOf(' ', end - 1);
        return blank > end / 2 ? blank : end;
    }
}
