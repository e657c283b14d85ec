package io.fairlead.cli.chat;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each try to come back: twice as long each time, up to a limit, and each
 * time a random part of that less, so that those who lost one server do not come back at once.
 *
 * <p>Between half and the whole of 0.5 s, 1 s, 2 s, ... 30 s. For one thread.
 */
final class Retry {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LAST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration whole = FIRST;

    Retry(RandomGenerator random) {
        this.random = random;
    }

    /** The time until the next try. */
    Duration next() {
        long halfMs = whole.toMillis() / 2;
        Duration doubled = whole.multipliedBy(2);
        whole = doubled.compareTo(LAST) < 0 ? doubled : LAST;
        return Duration.ofMillis(halfMs + random.nextLong(halfMs + 1));
    }

    /** A try has succeeded: the next loss begins anew. */
    void succeeded() {
        whole = FIRST;
    }
}
