package io.fairlead.service;

import java.io.Serializable;
import java.time.Duration;

/**
 * When the kernel gives up a TCP peer that is gone without a word: its power is out, its network is
 * cut, a NAT has forgotten it. Immutable.
 *
 * <p>The models over Java's channels (the portable ones) cannot set {@code userTimeout}; there,
 * what was sent to such a peer waits for {@link Limits#writeTimeout} or for the kernel, which tries
 * for a quarter of an hour.
 *
 * @param idle silence after which the peer is asked whether it is still there (TCP_KEEPIDLE,
 *     tcp(7); RFC 1122 section 4.2.3.6), in whole seconds, at most 32,767
 * @param interval time to the next question if nothing answers (TCP_KEEPINTVL), likewise
 * @param probes questions without an answer that end the connection (TCP_KEEPCNT), at most 127
 * @param userTimeout how long what was sent may wait for its acknowledgement (TCP_USER_TIMEOUT, RFC
 *     5482), in milliseconds at most 2^31 - 1; zero leaves it to the kernel
 */
public record KeepAlive(Duration idle, Duration interval, int probes, Duration userTimeout)
        implements Serializable {
    /** A minute, 15 s, 4 probes; two minutes: a peer that is gone is missed after two minutes. */
    public static final KeepAlive DEFAULT =
            new KeepAlive(Duration.ofMinutes(1), Duration.ofSeconds(15), 4, Duration.ofMinutes(2));

    private static final int SECONDS_MAX = 32_767; // MAX_TCP_KEEPIDLE, MAX_TCP_KEEPINTVL
    private static final int PROBES_MAX = 127; // MAX_TCP_KEEPCNT

    /** Checks that the kernel takes each. */
    public KeepAlive {
        checkSeconds("idle", idle);
        checkSeconds("interval", interval);
        if (probes < 1 || probes > PROBES_MAX) {
            throw new IllegalArgumentException("probes is not from 1 to 127: " + probes);
        }
        boolean fits = userTimeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0;
        if (userTimeout.isNegative() || !fits) {
            throw new IllegalArgumentException(
                    "userTimeout is not from 0 to 24 days: " + userTimeout);
        }
    }

    private static void checkSeconds(String name, Duration time) {
        if (time.toSeconds() >= 1 && time.toSeconds() <= SECONDS_MAX) return;
        throw new IllegalArgumentException(name + " is not from 1 to 32,767 seconds: " + time);
    }
}
