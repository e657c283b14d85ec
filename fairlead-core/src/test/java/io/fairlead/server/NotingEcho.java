package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Queue;

/** Notes all calls, and echoes; "close" and "fail" are told. */
record NotingEcho(Queue<String> calls) implements Service {
    @Override
    public void onOpen(Peer peer) {
        calls.add("open");
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        calls.add(frame.text());
        peer.send(frame);
        if (frame.text().equals("close")) peer.close();
        if (frame.text().equals("fail")) throw new IllegalStateException("a bug");
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        calls.add(reason.name());
    }
}
