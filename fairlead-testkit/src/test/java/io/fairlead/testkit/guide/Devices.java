package io.fairlead.testkit.guide;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.HashMap;
import java.util.Map;

// region: service
/** Knows which devices are online. */
class Devices implements Service {
    final Map<String, Peer> online = new HashMap<>(); // by their names

    @Override
    public void onFrame(Peer peer, Frame frame) {
        String name = frame.text();
        peer.attach(name);
        Peer before = online.put(name, peer);
        if (before != null) before.abort("the device has come again");
        peer.send("welcome " + name);
    }

    // endregion

    // region: fix
    @Override
    public void onClose(Peer peer, CloseReason reason) {
        String name = peer.attachment(String.class);
        if (name != null) online.remove(name, peer); // and no other
    }
    // endregion
}
