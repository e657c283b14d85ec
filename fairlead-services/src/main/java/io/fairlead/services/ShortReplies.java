package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.ForwardingPeer;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.services.Unanswered.Why;
import java.net.InetSocketAddress;

/** A peer that is sent nothing longer than its own datagram was. */
final class ShortReplies extends ForwardingPeer {
    /** Not even an empty datagram. */
    static final int NONE = -1;

    private final int bytesMax;
    private final UnansweredCounts dropped;

    /**
     * @param bytesMax the longest frame that is sent, or {@link #NONE}
     * @param dropped counts the others
     */
    ShortReplies(Peer peer, int bytesMax, UnansweredCounts dropped) {
        super(peer);
        this.bytesMax = bytesMax;
        this.dropped = dropped;
    }

    @Override
    public SendResult send(Frame frame) {
        if (frame.size() <= bytesMax) return super.send(frame);
        dropped.add(Why.LONG_REPLY, (InetSocketAddress) remoteAddress(), Math.max(0, bytesMax));
        return SendResult.FULL;
    }
}
