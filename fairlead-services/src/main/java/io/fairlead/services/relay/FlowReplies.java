package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** Serves the target's end of a flow. */
record FlowReplies(DatagramFlow flow) implements Service {
    @Override
    public void onFrame(Peer target, Frame datagram) {
        flow.fromTarget(datagram);
    }

    /** The silence of its source ends a flow (RFC 4787 section 4.3). */
    @Override
    public boolean onIdle(Peer target) {
        return true;
    }

    @Override
    public void onClose(Peer target, CloseReason reason) {
        if (reason == CloseReason.REFUSED) flow.refused();
    }
}
