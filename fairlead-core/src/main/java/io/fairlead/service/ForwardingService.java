package io.fairlead.service;

import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
import java.io.Serializable;

/**
 * A service that passes every call on to another one. A service that is put around a service
 * extends it, and overrides what is to be different. As thread-safe, and as serializable, as the
 * other one is.
 */
public class ForwardingService implements Service, Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // written if the service can be
    private final Service service;

    /**
     * A service around another one.
     *
     * @param service gets the calls
     */
    protected ForwardingService(Service service) {
        this.service = service;
    }

    /** The service that gets the calls. */
    protected final Service service() {
        return service;
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
    }

    @Override
    public void onPiped(Peer peer, int bytes) throws Exception {
        service.onPiped(peer, bytes);
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
    public boolean onIdle(Peer peer) throws Exception {
        return service.onIdle(peer);
    }

    @Override
    public void onDrain(Peer peer) throws Exception {
        service.onDrain(peer);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) throws Exception {
        service.onClose(peer, reason);
    }
}
