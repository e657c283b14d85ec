package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service that notes its calls, and of which a test says what a frame does. */
class Scripted implements Service {
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    final CompletableFuture<Peer> peer = new CompletableFuture<>();
    private final @Nullable Action onFrame;

    /** What a frame does. */
    interface Action {
        void on(Peer peer, String text) throws Exception;
    }

    Scripted(@Nullable Action onFrame) {
        this.onFrame = onFrame;
    }

    @Override
    public void onOpen(Peer opened) {
        peer.complete(opened);
    }

    @Override
    public void onFrame(Peer from, Frame frame) throws Exception {
        calls.add(frame.text());
        if (onFrame != null) onFrame.on(from, frame.text());
    }

    @Override
    public void onClose(Peer from, CloseReason reason) {
        calls.add(reason.name());
    }

    /** The next calls, waiting for them. */
    List<String> next(int count) throws InterruptedException {
        List<String> next = new ArrayList<>();
        while (next.size() < count) {
            String call = calls.poll(60, TimeUnit.SECONDS);
            if (call == null) throw new AssertionError("no more than " + next);
            next.add(call);
        }
        return next;
    }
}
