package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import java.io.Serializable;

/** Answers each line, or datagram, with OK. Holds no state: safe for any thread. */
public final class Ack implements LineService, Serializable {
    private static final long serialVersionUID = 1;

    private static final Frame OK = Frame.of("OK");

    /** An acknowledging service. */
    public Ack() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {
        peer.send(OK);
    }
}
