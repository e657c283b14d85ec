package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that the service pauses is not served, and loses nothing. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractPauseTest {
    @RegisterExtension final Rig rig;

    private final List<String> served = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Peer> paused = new LinkedBlockingQueue<>();

    ServerContractPauseTest(Place place) {
        rig = new Rig(place);
    }

    /** Pauses the peer after each frame. */
    private final class OneAtATime implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            served.add(frame.text());
            peer.pause();
            paused.add(peer);
        }
    }

    private Peer nextPaused() throws InterruptedException {
        return Objects.requireNonNull(paused.poll(60, TimeUnit.SECONDS), "no frame was served");
    }

    @Test
    void framesThatHaveArrivedWaitForTheResume() throws Exception {
        Server server = rig.serve(new OneAtATime());
        Wire wire = rig.connect(server);
        wire.send(Wire.join(Wire.frame("a"), Wire.frame("b"), Wire.frame("c")));
        wire.shutdownOutput();
        Peer peer = nextPaused();
        assertThat(served).containsExactly("a");
        peer.send("sending goes on");
        assertThat(wire.receiveFrame()).asString().isEqualTo("sending goes on");
        assertThat(served).containsExactly("a");
        peer.resume();
        assertThat(nextPaused()).isSameAs(peer);
        assertThat(served).containsExactly("a", "b");
        peer.resume();
        nextPaused().resume();
        wire.expectEnd();
        assertThat(served).containsExactly("a", "b", "c");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void whatComesLaterWaitsToo() throws Exception {
        Server server = rig.serve(new OneAtATime());
        Wire wire = rig.connect(server);
        for (int i = 0; i < 200; i++) {
            wire.send(Wire.frame("frame " + i));
            if (i > 0) nextPaused().resume(); // at every moment of the other thread's way
        }
        nextPaused();
        assertThat(served).hasSize(200).endsWith("frame 199");
    }

    @Test
    void aServerThatEndsServesWhatHasArrived() throws Exception {
        Server server = rig.serve(new OneAtATime());
        Wire wire = rig.connect(server);
        wire.send(Wire.join(Wire.frame("a"), Wire.frame("b")));
        nextPaused();
        server.close();
        assertThat(served).containsExactly("a", "b");
    }
}
