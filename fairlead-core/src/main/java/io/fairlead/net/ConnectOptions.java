package io.fairlead.net;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to connect. Immutable.
 *
 * @param timeout the time for everything, looking the name up included; positive
 * @param local the endpoint to connect from, port 0 for any; null lets the system choose
 * @param broadcast for datagrams: true lets them go to a broadcast address (SO_BROADCAST,
 *     socket(7)), and answers come from anybody
 */
public record ConnectOptions(Duration timeout, @Nullable Endpoint local, boolean broadcast) {
    /** Ten seconds, from wherever the system likes, to one machine. */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(Duration.ofSeconds(10), null, false);

    /**
     * Checks them.
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
        return new ConnectOptions(newTimeout, local, broadcast);
    }

    /** These options with another local endpoint. */
    public ConnectOptions withLocal(@Nullable Endpoint newLocal) {
        return new ConnectOptions(timeout, newLocal, broadcast);
    }

    /** These options, with or without leave to send to a broadcast address. */
    public ConnectOptions withBroadcast(boolean newBroadcast) {
        return new ConnectOptions(timeout, local, newBroadcast);
    }
}
