package io.fairlead.services.relay;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.ServerObserver;
import java.time.Duration;

/**
 * Sees what happens on a relay, to log or count it: the methods of {@link ServerObserver} for the
 * side of the clients, and more for both sides together. They are called by the threads that do the
 * work, several at a time, and must be quick.
 */
public interface RelayObserver extends ServerObserver {
    /** Sees nothing. */
    RelayObserver NONE = new RelayObserver() {};

    /** A target has taken the connection of a client: bytes go both ways from now on. */
    default void onJoined(RelayReport connection) {}

    /** Both ends of a connection have closed, or its one end, if no target took it. */
    default void onEnded(RelayReport connection) {}

    /**
     * A target could not be connected to. Other targets are tried for the same client.
     *
     * @param error says why
     * @param retryAfter how long the target is left alone, while others can be had
     */
    default void onTargetFailed(Endpoint target, NetException error, Duration retryAfter) {}

    /**
     * The relay has stalled a connection or ended one direction of it, as its {@link Faults} ask.
     * What ends a connection, and what is counted, is in {@link RelayReport#detail} of its end.
     *
     * @param what it did, in words
     */
    default void onMisbehaved(RelayReport connection, String what) {}
}
