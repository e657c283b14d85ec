package io.fairlead.service;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.proxy.PeerProxy;
import java.net.SocketAddress;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A peer that passes every call on to another one. A service that is put around a service extends
 * it, and overrides what is to be different. As thread-safe as the other peer is, which is for any
 * thread.
 */
public class ForwardingPeer implements Peer {
    private final Peer peer;

    /**
     * A peer that stands for another one.
     *
     * @param peer gets the calls
     */
    protected ForwardingPeer(Peer peer) {
        this.peer = peer;
    }

    /** The peer that gets the calls. */
    protected final Peer peer() {
        return peer;
    }

    @Override
    public long id() {
        return peer.id();
    }

    @Override
    public SendResult send(Frame frame) {
        return peer.send(frame);
    }

    @Override
    public int queuedBytes() {
        return peer.queuedBytes();
    }

    @Override
    public void pause() {
        peer.pause();
    }

    @Override
    public void resume() {
        peer.resume();
    }

    @Override
    public void shutdownOutput() {
        peer.shutdownOutput();
    }

    @Override
    public void close() {
        peer.close();
    }

    @Override
    public void close(String detail) {
        peer.close(detail);
    }

    @Override
    public void abort(String detail) {
        peer.abort(detail);
    }

    @Override
    public boolean execute(Runnable task) {
        return peer.execute(task);
    }

    @Override
    public PeerTimer after(Duration delay, Runnable task) {
        return peer.after(delay, task);
    }

    @Override
    public PeerTimer every(Duration period, Runnable task) {
        return peer.every(period, task);
    }

    @Override
    public void whenSent(Runnable task) {
        peer.whenSent(task);
    }

    @Override
    public PeerTimer whenClosed(Runnable task) {
        return peer.whenClosed(task);
    }

    @Override
    public Hold hold() {
        return peer.hold();
    }

    @Override
    public boolean isDraining() {
        return peer.isDraining();
    }

    @Override
    public void allowPipeTo(@Nullable Peer receiver) {
        peer.allowPipeTo(receiver);
    }

    @Override
    public void codec(Codec codec) {
        peer.codec(codec);
    }

    @Override
    public void limits(Limits limits) {
        peer.limits(limits);
    }

    @Override
    public long nanoTime() {
        return peer.nanoTime();
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
    public @Nullable UserPrincipal user() {
        return peer.user();
    }

    @Override
    public @Nullable PeerTls tls() {
        return peer.tls();
    }

    @Override
    public @Nullable PeerProxy via() {
        return peer.via();
    }

    @Override
    public @Nullable Object attachment() {
        return peer.attachment();
    }

    @Override
    public void attach(@Nullable Object attachment) {
        peer.attach(attachment);
    }

    @Override
    public String toString() {
        return peer.toString();
    }
}
