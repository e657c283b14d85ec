package io.fairlead.server.report;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import java.time.Duration;

/**
 * A client that reconnects could not connect, and will try again.
 *
 * @param endpoint whom it connects to
 * @param attempt how many have failed in a row for this connection, with this one: 1 and more
 * @param error names the cause
 * @param retryAfter the wait until the next attempt; random, see {@link
 *     io.fairlead.client.Reconnect}
 */
public record ConnectFailureReport(
        Endpoint endpoint, int attempt, NetException error, Duration retryAfter) {
    /** The report in a sentence. */
    public String words() {
        return error.getMessage()
                + "; attempt "
                + attempt
                + " of a client that reconnects, next in "
                + retryAfter.toMillis()
                + " ms";
    }
}
