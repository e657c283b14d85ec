package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.service.CloseReason;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ends that both have much to send, under the models with event loops. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#loops")
@Timeout(60)
class FullQueuesTest {
    private static final Service ECHO = (peer, frame) -> peer.send(frame);

    @RegisterExtension final Rig rig;
    private final Place place;

    FullQueuesTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Neither end may wait for the other to read first. */
    @Test
    void whoseQueueIsFullReadsOn() throws Exception {
        Limits limits = Rig.limits(all -> all.queuedBytesMax(Pump.BYTES / 2));
        Server server =
                rig.keep(
                        Rig.target(place.freeEndpoint())
                                .limits(limits)
                                .observer(rig.recorder)
                                .serve(ECHO));
        Client client =
                rig.keep(rig.client(server.endpoint()).codec(Rig.CODEC).limits(limits).start());
        Pump pump = new Pump();
        Peer peer = client.connect(pump).get();
        // It does not read, so the server cannot send, and therefore does not read either.
        Eventually.until(
                () -> "neither can send: " + server.connections() + client.connections(),
                () -> waitToSend(server.connections()) && waitToSend(client.connections()));
        peer.resume();
        assertThat(pump.end.get()).isEqualTo(CloseReason.SERVICE_CLOSED);
        assertThat(pump.came).isEqualTo(Pump.FRAMES);
    }

    private static boolean waitToSend(List<OpenConnection> connections) {
        return connections.stream()
                .map(OpenConnection::waitsFor)
                .toList()
                .equals(List.of(ConnectionWait.OUTPUT));
    }

    /** Sends as fast as it may, reads when it is told to, and closes when all has come back. */
    private static final class Pump implements Service {
        static final int BYTES = 64 * 1024; // more than a queue holds
        static final int FRAMES = 1_000;

        final CompletableFuture<CloseReason> end = new CompletableFuture<>();
        private int sent;
        private int came; // read after the end

        @Override
        public void onOpen(Peer peer) {
            peer.pause();
            onWritable(peer);
        }

        @Override
        public void onWritable(Peer peer) {
            byte[] block = new byte[BYTES];
            while (sent < FRAMES && peer.send(block) == SendResult.QUEUED) sent++;
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            if (++came == FRAMES) peer.close();
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            end.complete(reason);
        }
    }
}
