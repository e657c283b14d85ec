package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;
import java.util.function.Supplier;

/**
 * Sends one message to every client, without waiting for input, and closes. Input is discarded.
 * Thread-safe if the supplier is.
 *
 * @param saying supplies the message
 */
record Announcement(Supplier<Frame> saying) implements Service, Serializable {
    @Override
    public void onOpen(Peer peer) {
        peer.send(saying.get());
        peer.close();
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {}
}
