package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ServerStats;
import java.time.Duration;

/** Where clients come to a relay. Safe for any thread. */
interface RelayFront {
    /** With the real port. */
    Endpoint endpoint();

    ServerStats stats();

    /** Takes no more, and lets what is under way finish; returns how much was cut. */
    int drain(Duration timeout) throws InterruptedException;

    void awaitClose() throws InterruptedException;

    void close();
}
