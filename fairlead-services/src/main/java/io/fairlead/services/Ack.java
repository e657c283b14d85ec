package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;

/** Answers each line, or datagram, with OK. Holds no state. */
public final class Ack implements LineService {
    private static final Frame OK = Frame.of("OK");

    /** An acknowledging service. */
    public Ack() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {
        peer.send(OK);
    }
}
