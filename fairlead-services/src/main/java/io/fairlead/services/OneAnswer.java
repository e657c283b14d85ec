package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.service.ForwardingService;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/**
 * Serves one frame of each connection, and closes it once the answer has been sent. As safe for
 * threads as the service that it is put around.
 */
public final class OneAnswer extends ForwardingService {
    private static final long serialVersionUID = 1;

    /**
     * @param service answers the frame
     */
    public OneAnswer(Service service) {
        super(service);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws Exception {
        super.onFrame(peer, frame);
        peer.close();
    }
}
