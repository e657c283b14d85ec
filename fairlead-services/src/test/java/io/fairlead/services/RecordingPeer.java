package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A peer that keeps what it is sent. */
final class RecordingPeer implements Peer {
    final List<String> sent = new ArrayList<>();
    boolean full;
    boolean closed;
    private final InetSocketAddress remoteAddress;
    private @Nullable Object attachment;

    private RecordingPeer(InetSocketAddress remoteAddress) {
        this.remoteAddress = remoteAddress;
    }

    static RecordingPeer at(String address, int port) {
        return new RecordingPeer(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    }

    static RecordingPeer any() {
        return at("127.0.0.1", 40_000);
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public SendResult send(Frame frame) {
        if (closed) return SendResult.CLOSED;
        if (full) return SendResult.FULL;
        sent.add(frame.text());
        return SendResult.QUEUED;
    }

    @Override
    public int queuedBytes() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }
}
