package io.fairlead.service;

import io.fairlead.frame.Frame;
import io.fairlead.frame.SharedFrame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Peers that are sent the same: subscribers of a topic, the members of a room, everybody. A peer
 * leaves by itself when its connection ends, before {@link Service#onClose}. It may be in several
 * groups, and a group may have peers of several servers, over TCP, Unix sockets and UDP.
 *
 * <p>A frame is encoded once for all members that have the same codec. No lock is held while it is
 * sent. Safe for any thread: what one thread sends arrives in its order; what two send at the same
 * time may arrive in different orders at different members.
 *
 * <p>A service that keeps a group shares state: see {@link Service#sharesState}.
 */
public final class PeerGroup {
    private static final Peer[] NOBODY = {};

    private final SlowPeerPolicy policy;
    private final LongAdder dropped = new LongAdder();
    private final Map<Peer, Membership> members = new LinkedHashMap<>(); // guarded by itself

    /** The members, for who sends; null after a change, until somebody does. */
    private volatile Peer @Nullable [] known = NOBODY;

    private static final class Membership {
        private volatile @Nullable PeerTimer end;

        void cancel() {
            PeerTimer notice = end;
            if (notice != null) notice.cancel();
        }
    }

    /** An empty group that drops what a slow member has no room for. */
    public PeerGroup() {
        this(SlowPeerPolicy.DROP);
    }

    /**
     * An empty group.
     *
     * @param policy for members that are too slow
     */
    public PeerGroup(SlowPeerPolicy policy) {
        this.policy = policy;
    }

    /**
     * Makes {@code peer} a member, until it leaves or its connection ends.
     *
     * @return false if it is one already, or its connection has ended
     */
    public boolean join(Peer peer) {
        Membership membership = new Membership();
        synchronized (members) {
            if (members.putIfAbsent(peer, membership) != null) return false;
            known = null;
        }
        membership.end = peer.whenClosed(() -> leave(peer));
        if (contains(peer)) return true;
        membership.cancel(); // it left between the two
        return false;
    }

    /**
     * Takes {@code peer} out.
     *
     * @return false if it was no member
     */
    public boolean leave(Peer peer) {
        Membership membership;
        synchronized (members) {
            membership = members.remove(peer);
            if (membership == null) return false;
            known = null;
        }
        membership.cancel();
        return true;
    }

    /** True if {@code peer} is a member. */
    public boolean contains(Peer peer) {
        synchronized (members) {
            return members.containsKey(peer);
        }
    }

    /** How many members there are. */
    public int size() {
        synchronized (members) {
            return members.size();
        }
    }

    /** The members at this moment, in the order in which they joined. */
    public List<Peer> peers() {
        return List.of(snapshot());
    }

    private Peer[] snapshot() {
        Peer[] current = known;
        if (current != null) return current;
        synchronized (members) {
            current = members.keySet().toArray(NOBODY);
            known = current;
            return current;
        }
    }

    /**
     * Sends {@code frame} to all members; never blocks.
     *
     * @throws IllegalArgumentException if the codec of some cannot send it; the others have got it
     */
    public GroupSend send(Frame frame) {
        return deliver(frame, null);
    }

    /** Sends {@code text}, in UTF-8, as one frame; as {@link #send(Frame)}. */
    public GroupSend send(String text) {
        return send(Frame.of(text));
    }

    /** As {@link #send(Frame)}, to all but {@code sender}. */
    public GroupSend sendFrom(Peer sender, Frame frame) {
        return deliver(frame, sender);
    }

    /** Frames that slow members have not got so far: a frame counts for each of them. */
    public long framesDropped() {
        return dropped.sum();
    }

    private GroupSend deliver(Frame frame, @Nullable Peer except) {
        SharedFrame shared = SharedFrame.of(frame);
        int queued = 0;
        int full = 0;
        int closed = 0;
        RuntimeException failure = null;
        for (Peer peer : snapshot()) {
            if (peer.equals(except)) continue;
            try {
                switch (send(peer, shared)) {
                    case QUEUED -> queued++;
                    case FULL -> full++;
                    case CLOSED -> closed++;
                }
            } catch (RuntimeException e) { // of one member: the others get it first
                failure = e;
            }
        }
        if (failure != null) throw failure;
        return new GroupSend(queued, full, closed);
    }

    private SendResult send(Peer peer, SharedFrame frame) {
        SendResult result = peer.send(frame);
        switch (result) {
            case QUEUED -> {}
            case FULL -> {
                dropped.increment();
                policy.onDropped(peer);
            }
            case CLOSED -> leave(peer); // it will never take more
        }
        return result;
    }
}
