package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;

/**
 * Throws away what it gets and never answers: RFC 863, "TCP Based Discard Service" and "UDP Based
 * Discard Service". Holds no state: safe for any thread.
 */
public final class Discard implements Service, Serializable {
    private static final long serialVersionUID = 1;

    /** A discard service. */
    public Discard() {}

    @Override
    public void onFrame(Peer peer, Frame frame) {}
}
