package io.fairlead.service;

/** A task that was given to {@link Peer#after} or {@link Peer#every}. Safe for any thread. */
public interface PeerTimer {
    /** The task does not run any more; one that runs at this moment ends as usual. */
    void cancel();
}
