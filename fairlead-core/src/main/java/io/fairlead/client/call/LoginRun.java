package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The login of one connection: who waits for a frame, and which frames wait for somebody. Safe for
 * any thread; no future is completed under its lock.
 */
final class LoginRun implements LoginTalk {
    /** A login takes few frames; a server that sends more has another protocol. */
    static final int EARLY_MAX = 16;

    private final Peer peer;
    // Guarded by this.
    private final ArrayDeque<CompletableFuture<Frame>> waiting = new ArrayDeque<>();
    private final ArrayDeque<Frame> early = new ArrayDeque<>();
    private boolean over;

    LoginRun(Peer peer) {
        this.peer = peer;
    }

    @Override
    public synchronized CompletableFuture<Frame> ask(Frame request) {
        SendResult result = peer.send(request);
        if (result.isQueued()) return receive();
        return CompletableFuture.failedFuture(
                new IllegalStateException("a request of the login was not sent: " + result));
    }

    @Override
    public synchronized CompletableFuture<Frame> receive() {
        CompletableFuture<Frame> next = new CompletableFuture<>();
        if (!early.isEmpty()) {
            next.complete(early.remove());
        } else if (over) {
            next.cancel(false);
        } else {
            waiting.add(next);
        }
        return next;
    }

    /** A frame has come; false if there are too many that nobody waits for. */
    boolean arrived(Frame frame) {
        Frame kept = frame.copy();
        CompletableFuture<Frame> first;
        synchronized (this) {
            first = waiting.poll();
            if (first == null) early.add(kept);
            if (early.size() > EARLY_MAX) return false;
        }
        if (first != null) first.complete(kept);
        return true;
    }

    /** Nobody gets a frame any more; returns those that came and nobody waited for. */
    List<Frame> end() {
        List<CompletableFuture<Frame>> left;
        List<Frame> unread;
        synchronized (this) {
            over = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
            unread = new ArrayList<>(early);
            early.clear();
        }
        left.forEach(one -> one.cancel(false));
        return unread;
    }
}
