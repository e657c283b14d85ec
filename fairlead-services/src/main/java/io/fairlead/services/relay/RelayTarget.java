package io.fairlead.services.relay;

import io.fairlead.client.Client;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that clients are relayed to. Safe for any thread. */
final class RelayTarget {
    private final Endpoint endpoint;
    private final @Nullable Client client;

    /** Connections that are open or being made. */
    final AtomicInteger open = new AtomicInteger();

    private volatile boolean down;
    private volatile long retryNs;

    /**
     * @param client makes the connections, or exchanges the datagrams; null if each flow has a
     *     socket of its own
     */
    RelayTarget(Endpoint endpoint, @Nullable Client client) {
        this.endpoint = endpoint;
        this.client = client;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    CompletableFuture<Peer> connect(Service service) {
        return Objects.requireNonNull(client).connect(service);
    }

    /** The same, with other options than most. */
    CompletableFuture<Peer> connect(Service service, ConnectOptions options) {
        return Objects.requireNonNull(client).connect(service, options);
    }

    void close() {
        if (client != null) client.close();
    }

    boolean isUp(long nowNs) {
        return !down || nowNs - retryNs >= 0;
    }

    /** Returns false if that was known. */
    boolean failed(long nowNs, Duration retryAfter) {
        boolean isNews = isUp(nowNs);
        retryNs = nowNs + retryAfter.toNanos();
        down = true;
        return isNews;
    }

    void connected() {
        down = false;
    }
}
