import io.fairlead.client.Client;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

/** Shows what is said at {@code tcp://:7003}, also after the server there has been restarted. */
void main() throws Exception {
    // region: client
    try (Client client = Client.to("tcp://:7003")
            .codec(Codec.lines())
            .reconnect(Reconnect.DEFAULT)
            .start()) {
        client.connect(new Follower()); // returns at once
        IO.readln(); // Enter ends it
    }
    // endregion
}

// region: service
/** Says who it is on each new connection, and shows what comes. */
static class Follower implements Service {
    @Override
    public void onOpen(Peer peer) {
        peer.send("a follower is here");
    }

    @Override
    public void onFrame(Peer peer, Frame line) {
        IO.println(line.text());
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        IO.println("(" + reason.words() + ")");
    }
}
// endregion
