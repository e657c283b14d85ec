package io.fairlead.net.text;

import java.time.Duration;

/** Durations in words. */
public final class Durations {
    private Durations() {}

    /** {@code duration} as people write it: {@code 10 s}, {@code 250 ms}. */
    public static String text(Duration duration) {
        long ms = duration.toMillis();
        return ms >= 1_000 && ms % 1_000 == 0 ? ms / 1_000 + " s" : ms + " ms";
    }
}
