package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** Serves one connection to a target. */
record TargetEnd(Joint joint) implements Service {
    @Override
    public void onOpen(Peer target) {
        joint.joined(target);
    }

    @Override
    public void onFrame(Peer target, Frame frame) {
        joint.fromTarget(frame);
    }

    @Override
    public void onPiped(Peer target, int bytes) {
        joint.pipedFromTarget(bytes);
    }

    @Override
    public void onInputEnd(Peer target) {
        joint.targetSendsNoMore();
    }

    @Override
    public void onWritable(Peer target) {
        joint.targetWritable();
    }

    @Override
    public void onClose(Peer target, CloseReason reason) {
        joint.targetEnded(reason);
    }
}
