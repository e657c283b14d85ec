package io.fairlead.bench.peer;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends what one peer says to all. Safe for any model: the set is concurrent. */
final class Fanout implements Service {
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    @Override
    public void onOpen(Peer peer) {
        peers.add(peer);
    }

    @Override
    public void onFrame(Peer sender, Frame frame) {
        for (Peer peer : peers) peer.send(frame);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        peers.remove(peer);
    }
}
