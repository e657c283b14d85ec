package io.fairlead.services.relay;

import io.fairlead.client.Client;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that clients are relayed to. Safe for any thread. */
final class RelayTarget {
    final Client client;

    /** Connections that are open or being made. */
    final AtomicInteger open = new AtomicInteger();

    private volatile boolean down;
    private volatile long retryNs;

    RelayTarget(Client client) {
        this.client = client;
    }

    boolean isUp(long nowNs) {
        return !down || nowNs - retryNs >= 0;
    }

    void failed(long nowNs, Duration retryAfter) {
        retryNs = nowNs + retryAfter.toNanos();
        down = true;
    }

    void connected() {
        down = false;
    }
}
