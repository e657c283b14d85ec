package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
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
    void whoSendsMoreThanAllQueuesHoldReadsOn() throws Exception {
        Limits limits = Rig.limits(all -> all.queuedBytesMax(64 * 1024));
        Server server =
                rig.keep(
                        Server.at(place.freeEndpoint())
                                .codec(Rig.CODEC)
                                .limits(limits)
                                .observer(rig.recorder)
                                .serve(ECHO));
        Pump pump = new Pump(20_000_000 / Pump.BYTES);
        Client client =
                rig.keep(
                        Client.to(server.endpoint())
                                .model(place.model())
                                .codec(Rig.CODEC)
                                .limits(limits)
                                .observer(rig.recorder)
                                .start());
        client.connect(pump).get();
        assertThat(pump.end.get()).isEqualTo(CloseReason.SERVICE_CLOSED);
        assertThat(pump.came).isEqualTo(pump.frames);
    }

    /** Sends as fast as it may, and closes when all has come back. */
    private static final class Pump implements Service {
        static final int BYTES = 10_000;

        final CompletableFuture<CloseReason> end = new CompletableFuture<>();
        final int frames;
        private int sent;
        private int came; // read after the end

        Pump(int frames) {
            this.frames = frames;
        }

        @Override
        public void onOpen(Peer peer) {
            onWritable(peer);
        }

        @Override
        public void onWritable(Peer peer) {
            byte[] block = new byte[BYTES];
            while (sent < frames && peer.send(block) == SendResult.QUEUED) sent++;
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            if (++came == frames) peer.close();
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            end.complete(reason);
        }
    }
}
