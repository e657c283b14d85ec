package io.fairlead.bench.peer;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.Service;

/** Sends what one peer says to all. */
final class Fanout implements Service {
    private final PeerGroup peers = new PeerGroup();

    @Override
    public void onOpen(Peer peer) {
        peers.join(peer);
    }

    @Override
    public void onFrame(Peer sender, Frame frame) {
        peers.send(frame);
    }
}
