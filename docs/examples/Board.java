import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

// region: service
/** Sends each line to everybody who is connected. */
class Board implements Service {
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

    @Override
    public void onOpen(Peer peer) {
        peers.add(peer);
    }

    @Override
    public void onFrame(Peer sender, Frame line) {
        for (Peer peer : peers) peer.send(line); // FULL for a peer that reads too slowly
    }

    @Override
    public void onClose(Peer peer, CloseReason reason) {
        peers.remove(peer);
    }

    @Override
    public boolean sharesState() {
        return true; // so no model may copy it into several processes
    }
}

// endregion

void main() throws Exception {
    // region: limits
    Limits limits = Limits.builder()
            .connectionsMax(200)
            .idleTimeout(Duration.ofMinutes(30))
            .queuedBytesMax(64 * 1024)
            .build();
    Server server = Server.at("tcp://:7003")
            .codec(Codec.lines(1024)) // longer lines are refused
            .limits(limits)
            .serve(new Board());
    // endregion
    IO.println("Serving a board on " + server.endpoint());
    server.awaitClose();
}
