package io.fairlead.net;

import io.fairlead.proxy.ProxyHeader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to connect. Immutable.
 *
 * @param timeout the time for everything, looking the name up included; positive
 * @param local the endpoint to connect from, port 0 for any; null lets the system choose
 * @param datagrams for datagrams: whom else they may reach, and what is received
 * @param reuse for TCP from a fixed port: true lets it begin although an older connection from
 *     there is in TIME_WAIT (SO_REUSEADDR, socket(7)); false leaves the system's default
 * @param proxyHeader of streams: what each begins with, before TLS, to say for whom it is (the
 *     PROXY protocol); null for nothing
 */
public record ConnectOptions(
        Duration timeout,
        @Nullable Endpoint local,
        DatagramOptions datagrams,
        boolean reuse,
        @Nullable ProxyHeader proxyHeader) {
    /** Ten seconds, from wherever the system likes, to one machine. */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(Duration.ofSeconds(10), null, DatagramOptions.DEFAULT, true, null);

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
        return new ConnectOptions(newTimeout, local, datagrams, reuse, proxyHeader);
    }

    /** These options with another local endpoint. */
    public ConnectOptions withLocal(@Nullable Endpoint newLocal) {
        return new ConnectOptions(timeout, newLocal, datagrams, reuse, proxyHeader);
    }

    /** These options with others for datagrams. */
    public ConnectOptions withDatagrams(DatagramOptions newDatagrams) {
        return new ConnectOptions(timeout, local, newDatagrams, reuse, proxyHeader);
    }

    /** These options, with or without SO_REUSEADDR at a fixed port. */
    public ConnectOptions withReuse(boolean newReuse) {
        return new ConnectOptions(timeout, local, datagrams, newReuse, proxyHeader);
    }

    /** These options with another PROXY header, or without one. */
    public ConnectOptions withProxyHeader(@Nullable ProxyHeader newHeader) {
        return new ConnectOptions(timeout, local, datagrams, reuse, newHeader);
    }
}
