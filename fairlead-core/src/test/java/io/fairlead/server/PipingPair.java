package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what one peer sends to another one: by a pipe where the model can, and else frame by
 * frame.
 */
class PipingPair implements Service {
    final AtomicLong framed = new AtomicLong();
    final AtomicLong piped = new AtomicLong();
    final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private volatile @Nullable Peer sender;
    private volatile @Nullable Peer receiver;
    private boolean ended;

    /** The peer of the next connection. */
    Peer next() throws InterruptedException {
        return Objects.requireNonNull(opened.poll(60, TimeUnit.SECONDS), "no connection");
    }

    /** Passes on what {@code from} sends, from now on. */
    void join(Peer from, Peer to) {
        sender = from;
        receiver = to;
        boolean _ =
                from.execute(() -> {
                    from.allowPipeTo(to);
                    from.resume();
                });
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
    public synchronized void onFrame(Peer peer, Frame frame) {
        framed.addAndGet(frame.size());
        Peer to = Objects.requireNonNull(receiver);
        if (waiting.isEmpty() && to.send(frame) != SendResult.FULL) return;
        waiting.add(frame.copy());
        peer.pause();
    }

    @Override
    public synchronized void onWritable(Peer peer) {
        while (!waiting.isEmpty()) {
            if (peer.send(waiting.getFirst()) == SendResult.FULL) return;
            waiting.removeFirst();
        }
        Peer from = Objects.requireNonNull(sender);
        if (ended) onInputEnd(from);
        from.resume();
    }

    /** The receiver reads the rest, a last word, and an end. */
    @Override
    public synchronized void onInputEnd(Peer peer) {
        ended = true;
        if (!waiting.isEmpty()) return;
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
