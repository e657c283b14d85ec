package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what one peer sends to another one: by a pipe where the model can, and else frame by
 * frame, each when the one before has been taken.
 */
class PipingPair implements Service {
    final AtomicLong framed = new AtomicLong();
    final AtomicLong piped = new AtomicLong();
    final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private volatile @Nullable Peer receiver;

    /** The peer of the next connection. */
    Peer next() throws InterruptedException {
        return Objects.requireNonNull(opened.poll(60, TimeUnit.SECONDS), "no connection");
    }

    /** Passes on what {@code from} sends, from now on. */
    void join(Peer from, Peer to) {
        receiver = to;
        from.allowPipeTo(to);
        from.resume();
    }

    @Override
    public void onOpen(Peer peer) {
        peer.pause();
        opened.add(peer);
    }

    @Override
    public void onPiped(Peer peer, int bytes) {
        piped.addAndGet(bytes);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        framed.addAndGet(frame.size());
        Peer to = Objects.requireNonNull(receiver);
        to.send(frame);
        if (to.queuedBytes() == 0) return;
        peer.pause();
        to.whenSent(peer::resume);
    }

    /** The receiver reads the rest, a last word, and an end. */
    @Override
    public void onInputEnd(Peer peer) {
        Peer to = Objects.requireNonNull(receiver);
        to.send("the end");
        to.close();
        peer.close();
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (peer.equals(receiver)) closed.add(reason);
    }
}
