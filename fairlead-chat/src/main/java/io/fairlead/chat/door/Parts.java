package io.fairlead.chat.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.chat.room.Shown;
import io.fairlead.chat.room.Who;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is too long for one message, so that every door passes on the same messages. */
public final class Parts {
    /** RFC 2812 section 2.3: a line has 512 bytes with its CR LF. */
    private static final int LINE_BYTES_MAX = 510;

    /** PRIVMSG, blanks and colons, and what marks an action. */
    private static final int FRAME_BYTES = 24;

    private Parts() {}

    /** Bytes of a message of {@code from} to {@code target} that fit a line of IRC. */
    public static int bytesMax(Who from, String target) {
        int around = from.mask().getBytes(UTF_8).length + target.getBytes(UTF_8).length;
        return LINE_BYTES_MAX - FRAME_BYTES - around;
    }

    /** {@code text} as it will be shown, in parts of at most {@code bytesMax} bytes. */
    public static List<String> of(String text, int bytesMax) {
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
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            bytes += Character.toString(point).getBytes(UTF_8).length;
            if (bytes > bytesMax) break;
            end += Character.charCount(point);
        }
        int blank = text.lastIndexOf(' ', end - 1);
        return blank > end / 2 ? blank : end;
    }
}
