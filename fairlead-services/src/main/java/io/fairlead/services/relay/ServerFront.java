package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.server.report.ServerStats;
import java.time.Duration;

/** A server on event loops. */
record ServerFront(Server server) implements RelayFront {
    @Override
    public Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public ServerStats stats() {
        return server.stats();
    }

    @Override
    public int drain(Duration timeout) throws InterruptedException {
        return server.drain(timeout);
    }

    @Override
    public void awaitClose() throws InterruptedException {
        server.awaitClose();
    }

    @Override
    public void close() {
        server.close();
    }
}
