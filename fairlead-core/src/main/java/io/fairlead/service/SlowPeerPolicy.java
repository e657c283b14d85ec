package io.fairlead.service;

/** What a {@link PeerGroup} does with a member that has no room for a frame. */
@FunctionalInterface
public interface SlowPeerPolicy {
    /** Drops the frame for that member, which stays: it misses some of what the others get. */
    SlowPeerPolicy DROP = peer -> {};

    /**
     * Ends the member's connection with a reset, so that nobody goes on who has missed something.
     * Over UDP, where a full buffer of the kernel is no fault of the member's, it is forgotten.
     */
    SlowPeerPolicy END = peer -> peer.abort("it reads too slowly, and would have missed a frame");

    /**
     * A frame was dropped for {@code peer}. Must not block. Called by the thread that sends, which
     * then goes on with the next member.
     */
    void onDropped(Peer peer);
}
