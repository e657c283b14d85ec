package io.fairlead.services.relay;

import java.time.Duration;

/**
 * What all connections of a relay have in common. Safe for any thread.
 *
 * @param targets where they go to
 * @param retryAfter how long a target that failed is left alone
 * @param quiet how long no byte moves on a connection before a drain ends it
 * @param faults how the relay misbehaves
 * @param queuedBytesMax bytes queued for one end at which the other one is not read any more
 * @param observer is told
 */
record RelayTerms(
        RelayTargets targets,
        Duration retryAfter,
        Duration quiet,
        Faults faults,
        int queuedBytesMax,
        RelayObserver observer) {}
