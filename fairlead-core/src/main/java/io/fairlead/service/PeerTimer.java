package io.fairlead.service;

/**
 * A task that was given to {@link Peer#after}, {@link Peer#every} or {@link Peer#whenClosed}. Safe
 * for any thread.
 */
public interface PeerTimer {
    /** The task does not run any more; one that runs at this moment ends as usual. */
    void cancel();
}
