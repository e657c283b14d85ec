package io.fairlead.server;

import io.fairlead.frame.Frame;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that always has more to send, to a peer that keeps up, leaves others theirs. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractTurnTest {
    @RegisterExtension final Rig rig;

    ServerContractTurnTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.concurrent().filter(place -> !place.model().hasProcesses());
    }

    /** Sends for ever to who says "more", and echoes to others. */
    private static final class Endless implements Service {
        private final byte[] block = new byte[16 * 1024];
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void onFrame(Peer peer, Frame frame) {
            if (frame.text().equals("more")) {
                onWritable(peer);
            } else {
                peer.send(frame);
            }
        }

        @Override
        public void onWritable(Peer peer) {
            while (!over.get() && peer.send(block).isQueued()) {}
        }
    }

    @Test
    void anotherIsServedBeside() throws Exception {
        Endless endless = new Endless();
        Server server = rig.serve(endless, limits -> limits.queuedBytesMax(64 * 1024));
        Wire fast = rig.connect(server);
        fast.sendFrame("more");
        Thread reader = Thread.ofPlatform().start(fast::drop);
        Wire other = rig.connect(server);
        for (int i = 0; i < 20; i++) other.echo("mine " + i);
        endless.over.set(true);
        fast.close();
        reader.join();
    }
}
