package io.fairlead.testkit.guide;

import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;

/** They forget a device too soon. */
final class HastyDevices extends Devices {
    // region: bug
    @Override
    public void onClose(Peer peer, CloseReason reason) {
        online.remove(peer.attachment(String.class));
    }
    // endregion
}
