import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Server;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.Service;
import io.fairlead.service.SlowPeerPolicy;
import java.time.Duration;

// region: service
/** Sends each line to everybody who is connected. */
class Board implements Service {
    private final PeerGroup readers = new PeerGroup(SlowPeerPolicy.END);

    @Override
    public void onOpen(Peer peer) {
        readers.join(peer); // until it leaves
    }

    @Override
    public void onFrame(Peer sender, Frame line) {
        readers.send(line);
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
