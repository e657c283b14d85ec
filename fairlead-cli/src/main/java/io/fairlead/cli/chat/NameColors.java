package io.fairlead.cli.chat;

import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Lines with colours: a name has the same one always and everywhere. Immutable. */
final class NameColors {
    // Of the 256 of xterm, those that can be read on black and on white.
    private static final int[] COLORS = {31, 33, 37, 61, 64, 71, 96, 125, 130, 136, 160, 166};
    private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
    private static final AttributedStyle RED =
            AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

    private final boolean colored;

    NameColors(boolean colored) {
        this.colored = colored;
    }

    /** The colour of {@code name}, however it is capitalized. */
    static int of(String name) {
        int hash = name.toLowerCase(Locale.ROOT).hashCode() * 0x9E3779B1; // spreads short names
        return COLORS[Math.floorMod(hash >>> 8, COLORS.length)];
    }

    /** The line as it is shown. */
    AttributedString paint(ServerLine line) {
        if (!colored) return new AttributedString(line.whole());
        return switch (line.kind()) {
            case NEWS, ANSWER, OTHER -> faint(line.whole());
            case REFUSAL -> new AttributedString(line.whole(), RED);
            default -> withName(line);
        };
    }

    /** Something of less weight. */
    AttributedString faint(String text) {
        return colored ? new AttributedString(text, FAINT) : new AttributedString(text);
    }

    private static AttributedString withName(ServerLine line) {
        String whole = line.whole();
        String name = line.author();
        int start = whole.length() - line.words().length();
        int at = name.isEmpty() ? -1 : whole.substring(0, start).lastIndexOf(name);
        if (at < 0) return new AttributedString(whole);
        return new AttributedStringBuilder()
                .append(whole, 0, at)
                .styled(AttributedStyle.DEFAULT.foreground(of(name)), name)
                .append(whole, at + name.length(), whole.length())
                .toAttributedString();
    }
}
