package io.fairlead.cli.stat;

import io.fairlead.stat.KernelSocket;
import org.jspecify.annotations.Nullable;

/**
 * A line of a listing.
 *
 * @param text what it says, without colours
 * @param kind how it is painted
 * @param socket which socket it is about; null if about several
 */
record Line(String text, Kind kind, @Nullable KernelSocket socket) {
    /** How a line is painted. */
    enum Kind {
        HEADING,
        PLAIN,
        /** Someone should look into it. */
        NOTABLE,
        NEW,
        CHANGED,
        GONE
    }

    static Line heading(String text) {
        return new Line(text, Kind.HEADING, null);
    }

    static Line plain(String text) {
        return new Line(text, Kind.PLAIN, null);
    }

    Line as(Kind other) {
        return new Line(text, other, socket);
    }
}
