package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;

/**
 * Sends back what it gets: RFC 862, "TCP Based Echo Service" and "UDP Based Echo Service". After a
 * half-close it sends what is left, and closes. Over UDP it belongs behind a {@link
 * ReflectionGuard}. Holds no state: safe for any thread.
 */
public final class Echo implements Service, Serializable {
    private static final long serialVersionUID = 1;

    /** An echo service. */
    public Echo() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {
        peer.send(frame);
    }
}
