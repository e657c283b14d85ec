package io.fairlead.client.call;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server's side that only notes what it is asked: the test answers, whatever and whenever. */
final class Questions implements Service {
    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
    final CompletableFuture<Peer> opened = new CompletableFuture<>();

    record Asked(Peer peer, String text) {
        void answer(String answer) {
            peer.send(answer);
        }
    }

    @Override
    public void onOpen(Peer peer) {
        opened.complete(peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        asked.add(new Asked(peer, frame.text()));
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        ends.add(reason);
    }

    /** The next question, waiting for it. */
    Asked next() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(60, TimeUnit.SECONDS), "nothing was asked");
    }

    List<Asked> next(int count) throws InterruptedException {
        List<Asked> next = new ArrayList<>();
        while (next.size() < count) next.add(next());
        return next;
    }
}
