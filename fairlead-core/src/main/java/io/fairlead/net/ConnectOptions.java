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
 * @param reuse for TCP from a fixed port: true lets it begin although an older connection from
 *     there is in TIME_WAIT (SO_REUSEADDR, socket(7)); false leaves the system's default
 */
public record ConnectOptions(
        Duration timeout, @Nullable Endpoint local, boolean broadcast, boolean reuse) {
    /** Ten seconds, from wherever the system likes, to one machine. */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(Duration.ofSeconds(10), null, false, true);

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
        return new ConnectOptions(newTimeout, local, broadcast, reuse);
    }

    /** These options with another local endpoint. */
    public ConnectOptions withLocal(@Nullable Endpoint newLocal) {
        return new ConnectOptions(timeout, newLocal, broadcast, reuse);
    }

    /** These options, with or without leave to send to a broadcast address. */
    public ConnectOptions withBroadcast(boolean newBroadcast) {
        return new ConnectOptions(timeout, local, newBroadcast, reuse);
    }

    /** These options, with or without SO_REUSEADDR at a fixed port. */
    public ConnectOptions withReuse(boolean newReuse) {
        return new ConnectOptions(timeout, local, broadcast, newReuse);
    }
}
