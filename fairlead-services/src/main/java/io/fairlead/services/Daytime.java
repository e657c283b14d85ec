package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Says the date and time in one line of ASCII: RFC 867.
 *
 * <p>The line has the first of the forms under "Daytime Syntax": {@code Tuesday, February 22, 1982
 * 17:37:43-PST} and CR LF. The zone is the clock's.
 *
 * <p>Safe for any thread, as clocks are.
 */
public final class Daytime {
    private static final DateTimeFormatter SYNTAX =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu HH:mm:ss-zzz'\r\n'", Locale.ENGLISH);

    private Daytime() {}

    /** For connections: says the time without being asked, and closes ("TCP Based"). */
    public static Service stream(Clock clock) {
        return new Announcement((Supplier<Frame> & Serializable) () -> line(clock));
    }

    /** For datagrams: answers each, also an empty one ("UDP Based"). */
    public static Service datagrams(Clock clock) {
        return new Answer(() -> line(clock));
    }

    private static Frame line(Clock clock) {
        return Frame.of(SYNTAX.format(ZonedDateTime.now(clock)));
    }
}
