package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.util.function.Supplier;

/**
 * Answers every datagram, also an empty one, whatever is in it. Thread-safe if the supplier is.
 *
 * @param saying makes the answer
 */
record Answer(Supplier<Frame> saying) implements Service, Serializable {
    @Override
    public void onFrame(Peer peer, Frame frame) {
        peer.send(saying.get());
    }
}
