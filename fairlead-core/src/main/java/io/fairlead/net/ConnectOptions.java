package io.fairlead.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to connect. Immutable.
 *
 * @param timeout the time for everything, looking the name up included; positive
 * @param local the endpoint to connect from, port 0 for any; null lets the system choose
 */
public record ConnectOptions(Duration timeout, @Nullable Endpoint local) {
    /** Ten seconds, from wherever the system likes. */
    public static final ConnectOptions DEFAULT = new ConnectOptions(Duration.ofSeconds(10), null);

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if {@code timeout} is not positive
     */
    public ConnectOptions {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("connect timeout " + timeout + " is not positive");
        }
    }

    /** These options with another timeout. */
    public ConnectOptions withTimeout(Duration newTimeout) {
        return new ConnectOptions(newTimeout, local);
    }

    /** These options with another local endpoint. */
    public ConnectOptions withLocal(@Nullable Endpoint newLocal) {
        return new ConnectOptions(timeout, newLocal);
    }
}
