package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Says the seconds since 1900-01-01 00:00 UTC as 32 bits, the highest byte first: RFC 868.
 *
 * <p>The number wraps to 0 after 2036-02-07 06:28:15 UTC, as that of NTP does; who reads it has to
 * know the era. Leap seconds are not counted.
 *
 * <p>Safe for any thread, as clocks are.
 */
public final class Time {
    /** From 1900 to 1970: 70 years, 17 of them leap years; the figure is the RFC's own. */
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    private Time() {}

    /** For connections: says the time without being asked, and closes ("via TCP"). */
    public static Service stream(Clock clock) {
        return new Announcement((Supplier<Frame> & Serializable) () -> seconds(clock));
    }

    /** For datagrams: answers each, also an empty one ("via UDP"). */
    public static Service datagrams(Clock clock) {
        return new Answer(() -> seconds(clock));
    }

    private static Frame seconds(Clock clock) {
        long seconds = clock.instant().getEpochSecond() + SECONDS_FROM_1900_TO_1970;
        return Frame.of(ByteBuffer.allocate(Integer.BYTES).putInt(0, (int) seconds));
    }
}
