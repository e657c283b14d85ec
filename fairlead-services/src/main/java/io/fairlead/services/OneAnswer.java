package io.fairlead.services;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.Serializable;

/**
 * Serves one frame of each connection, and closes it once the answer has been sent. As safe for
 * threads as the service that it is put around.
 */
public final class OneAnswer implements Service, Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // written if the service can be
    private final Service service;

    /**
     * @param service answers the frame
     */
    public OneAnswer(Service service) {
        this.service = service;
    }

    @Override
    public boolean sharesState() {
        return service.sharesState();
    }

    @Override
    public void onOpen(Peer peer) throws Exception {
        service.onOpen(peer);
    }

    @Override
    public void onFrame(Peer peer, Frame frame) throws Exception {
        service.onFrame(peer, frame);
        peer.close();
    }

    @Override
    public void onInputEnd(Peer peer) throws Exception {
        service.onInputEnd(peer);
    }

    @Override
    public void onBadFrame(Peer peer, FrameException error) throws Exception {
        service.onBadFrame(peer, error);
    }

    @Override
    public void onWritable(Peer peer) throws Exception {
        service.onWritable(peer);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) throws Exception {
        service.onClose(peer, reason);
    }
}
