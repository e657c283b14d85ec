package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.services.Unanswered.Why;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A peer that is sent nothing longer than its own datagram was.
 *
 * @param bytesMax the longest frame that is sent, or {@link #NONE}
 * @param dropped counts the others
 */
record ShortReplies(Peer peer, int bytesMax, UnansweredCounts dropped) implements Peer {
    /** Not even an empty datagram. */
    static final int NONE = -1;

    @Override
    public boolean send(Frame frame) {
        if (frame.size() <= bytesMax) return peer.send(frame);
        dropped.add(Why.LONG_REPLY, (InetSocketAddress) remoteAddress(), Math.max(0, bytesMax));
        return false;
    }

    @Override
    public void close() {
        peer.close();
    }

    @Override
    public SocketAddress remoteAddress() {
        return peer.remoteAddress();
    }

    @Override
    public SocketAddress localAddress() {
        return peer.localAddress();
    }

    @Override
    public @Nullable Object attachment() {
        return peer.attachment();
    }

    @Override
    public void attach(@Nullable Object attachment) {
        peer.attach(attachment);
    }
}
