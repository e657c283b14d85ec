package io.fairlead.services;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Hold;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.SendResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
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
    public long nanoTime() {
        return System.nanoTime();
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
    public void shutdownOutput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(String detail) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort(String detail) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean execute(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PeerTimer after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PeerTimer every(Duration period, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void whenSent(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public PeerTimer whenClosed(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Hold hold() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isDraining() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void codec(Codec codec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void limits(Limits limits) {
        throw new UnsupportedOperationException();
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
