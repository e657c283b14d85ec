package io.fairlead.services.relay;

import io.fairlead.service.Peer;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What all connections of a relay have in common. Safe for any thread.
 *
 * @param named where they go to
 * @param askTimeout how long a client may take to say whom it asks for
 * @param retryAfter how long a target that failed is left alone
 * @param quiet how long no byte moves on a connection before a drain ends it
 * @param faults how the relay misbehaves at this moment
 * @param queuedBytesMax bytes queued for one end at which the other one is not read any more
 * @param observer is told
 */
record RelayTerms(
        NamedTargets named,
        Duration askTimeout,
        Duration retryAfter,
        Duration quiet,
        LiveFaults faults,
        int queuedBytesMax,
        RelayObserver observer) {
    private static final long SEEDS_APART = 0x9E37_79B9_7F4A_7C15L; // an odd number, well mixed

    /** Where all go to, if names are not read. */
    RelayTargets targets() {
        return Objects.requireNonNull(named.others());
    }

    /** The same for the same connection of the same seed. */
    SplittableRandom random(Peer client) {
        return new SplittableRandom(faults.now().seed() * SEEDS_APART + client.id());
    }
}
