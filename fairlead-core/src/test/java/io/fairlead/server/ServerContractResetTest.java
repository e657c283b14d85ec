package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer that resets while nothing is wanted of it is gone at once, where the kernel tells. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractResetTest {
    private static final Set<Model> TELL =
            Set.of(Model.EPOLL, Model.IO_URING, Model.POOLED_VIRTUAL);

    @RegisterExtension final Rig rig;

    private final BlockingQueue<Peer> waiting = new LinkedBlockingQueue<>();

    ServerContractResetTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.all().filter(p -> TELL.contains(p.model()) && p.net().isIp());
    }

    /** Keeps its peers waiting: paused, or with their input ended and no answer yet. */
    private final class Silent implements Service {
        private final boolean pauses;

        Silent(boolean pauses) {
            this.pauses = pauses;
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            if (!pauses) return;
            peer.pause();
            waiting.add(peer);
        }

        @Override
        public void onInputEnd(Peer peer) {
            waiting.add(peer);
        }
    }

    private Peer nextWaiting() throws InterruptedException {
        return Objects.requireNonNull(waiting.poll(60, TimeUnit.SECONDS), "nobody waits");
    }

    private void expectReset() throws InterruptedException {
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.RESET);
    }

    @Test
    void whilePaused() throws Exception {
        Wire wire = rig.connect(rig.serve(new Silent(true)));
        wire.sendFrame("pause");
        nextWaiting();
        wire.reset();
        expectReset();
    }

    @Test
    void whilePausedWithMoreToRead() throws Exception {
        Wire wire = rig.connect(rig.serve(new Silent(true)));
        wire.send(Wire.join(Wire.frame("pause"), Wire.frame("unread")));
        nextWaiting();
        wire.sendFrame("unread, too");
        wire.reset();
        expectReset();
    }

    @Test
    void afterItsInputHasEnded() throws Exception {
        Wire wire = rig.connect(rig.serve(new Silent(false)));
        wire.shutdownOutput();
        nextWaiting();
        wire.reset();
        expectReset();
    }

    @Test
    void whilePausedAfterItsInputHasEnded() throws Exception {
        Wire wire = rig.connect(rig.serve(new Silent(true)));
        wire.sendFrame("pause");
        nextWaiting();
        wire.shutdownOutput();
        wire.reset();
        expectReset();
    }

    @Test
    void anEndOfInputWhilePausedIsNoReset() throws Exception {
        Wire wire = rig.connect(rig.serve(new Silent(true)));
        wire.send(Wire.join(Wire.frame("a"), Wire.frame("b")));
        wire.shutdownOutput();
        nextWaiting().resume();
        nextWaiting().resume(); // b was served
        Peer peer = nextWaiting(); // and the end was told
        peer.send("still here");
        assertThat(wire.receiveText()).isEqualTo("still here");
        peer.close();
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }
}
