package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Objects;

/** Serves the clients of a relay. */
record ClientEnd(RelayTerms terms) implements Service {
    private static Joint joint(Peer client) {
        return Objects.requireNonNull(client.attachment(Joint.class));
    }

    @Override
    public void onOpen(Peer client) {
        Joint joint = new Joint(terms, client);
        client.attach(joint);
        joint.begin();
    }

    @Override
    public void onFrame(Peer client, Frame frame) {
        joint(client).fromClient(frame);
    }

    @Override
    public void onPiped(Peer client, int bytes) {
        joint(client).pipedFromClient(bytes);
    }

    @Override
    public void onInputEnd(Peer client) {
        joint(client).clientSendsNoMore();
    }

    @Override
    public void onWritable(Peer client) {
        joint(client).clientWritable();
    }

    @Override
    public void onDrain(Peer client) {
        joint(client).drain();
    }

    @Override
    public void onClose(Peer client, CloseReason reason) {
        joint(client).clientEnded(reason);
    }
}
