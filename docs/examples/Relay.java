import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;

// region: relay
/** One side of a relayed connection: what it gets goes to the other side. */
record Side(Peer other) implements Service {
    @Override
    public void onFrame(Peer peer, Frame frame) {
        other.send(frame);
        if (other.queuedBytes() > 0) { // the other side is slower: read on when it has taken this
            peer.pause();
            other.whenSent(peer::resume);
        }
    }

    @Override
    public void onInputEnd(Peer peer) {
        other.shutdownOutput(); // a half-close is passed on
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        if (reason == CloseReason.RESET) {
            other.abort("the other side was reset");
        } else {
            other.close();
        }
    }
}

// endregion

/** What comes to {@code tcp://:7006} goes to {@code tcp://:7001}, and back. */
void main() throws Exception {
    // region: loops
    try (Loops loops = Model.SELECTOR.startLoops(1);
            Client target = Client.to("tcp://:7001").on(loops).start();
            Server server = Server.at("tcp://:7006").on(loops).serve(new Front(target))) {
        // endregion
        IO.println("relaying at " + server.endpoint());
        server.awaitClose();
    }
}

// region: front
/** Waits with what a client sends until there is a connection for it. */
record Front(Client target) implements Service {
    @Override
    public void onOpen(Peer peer) {
        peer.pause();
        target.connect(new Side(peer)).whenComplete((other, failure) -> {
            if (failure != null) {
                peer.abort(failure.getMessage());
            } else {
                peer.attach(new Side(other));
                peer.resume();
            }
        });
    }

    @Override
    public void onFrame(Peer peer, Frame frame) {
        peer.attachment(Side.class).onFrame(peer, frame);
    }

    @Override
    public void onInputEnd(Peer peer) {
        peer.attachment(Side.class).onInputEnd(peer);
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        Side side = peer.attachment(Side.class);
        if (side != null) side.onClose(peer, reason);
    }
}
// endregion
