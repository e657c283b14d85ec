package io.fairlead.services.relay;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Objects;

/** Serves the sources of a relay for datagrams, each of which has a flow. */
record FlowEnd(RelayTerms terms) implements Service {
    private static DatagramFlow flow(Peer client) {
        return Objects.requireNonNull(client.attachment(DatagramFlow.class));
    }

    @Override
    public void onOpen(Peer client) {
        DatagramFlow flow = new DatagramFlow(terms, client);
        client.attach(flow);
        flow.begin();
    }

    @Override
    public void onFrame(Peer client, Frame datagram) {
        flow(client).fromClient(datagram);
    }

    @Override
    public void onClose(Peer client, CloseReason reason) {
        flow(client).end(reason);
    }

    @Override
    public boolean sharesState() {
        return true;
    }
}
