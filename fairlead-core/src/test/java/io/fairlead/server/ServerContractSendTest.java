package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service is told of what it sends: whether it is queued, and how much waits. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(60)
class ServerContractSendTest {
    @RegisterExtension final Rig rig;
    private final CompletableFuture<List<SendResult>> results = new CompletableFuture<>();

    ServerContractSendTest(Place place) {
        rig = new Rig(place);
    }

    @Test
    void queuedFullAndClosedAreThreeAnswers() throws Exception {
        byte[] block = new byte[500_000];
        Server server =
                rig.serve(
                        (peer, frame) -> {
                            List<SendResult> told = new ArrayList<>();
                            for (int i = 0; i < 3; i++) told.add(peer.send(block));
                            peer.close();
                            told.add(peer.send("too late"));
                            results.complete(told);
                        },
                        limits -> limits.queuedBytesMax(600_000));
        Wire wire = rig.connect(server);
        wire.sendFrame("go");
        assertThat(results.get())
                .containsExactly(
                        SendResult.QUEUED, SendResult.QUEUED, SendResult.FULL, SendResult.CLOSED);
        for (int i = 0; i < 2; i++) assertThat(wire.receiveFrame()).hasSize(block.length);
        wire.expectEnd();
    }

    @Test
    void whatWaitsIsKnown() throws Exception {
        byte[] block = new byte[8 * 1024 * 1024 - 100]; // more than a kernel takes at once
        CompletableFuture<Peer> served = new CompletableFuture<>();
        CompletableFuture<List<Integer>> counts = new CompletableFuture<>();
        Server server =
                rig.serve((peer, frame) -> {
                    int before = peer.queuedBytes();
                    peer.send(block);
                    counts.complete(List.of(before, peer.queuedBytes()));
                    served.complete(peer);
                });
        Wire wire = rig.connect(server, 128 * 1024);
        wire.sendFrame("go");
        assertThat(counts.get()).containsExactly(0, 4 + block.length);
        Peer peer = served.get();
        wire.receiveFrame();
        Eventually.until("all is taken", () -> peer.queuedBytes() == 0);
    }

    /** Says its number to each peer. */
    private static final class Numbers implements Service, Rig.PortableService {
        private static final long serialVersionUID = 1;

        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(String.valueOf(peer.id()));
            peer.close();
        }
    }

    @Test
    void aPeerHasTheNumberOfItsReport() throws Exception {
        Server server = rig.serve(new Numbers());
        for (int i = 1; i <= 3; i++) {
            Wire wire = rig.connect(server);
            wire.sendFrame("who am I?");
            String told = wire.receiveText();
            wire.close();
            ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED);
            assertThat(told).isEqualTo(String.valueOf(report.id()));
        }
    }
}
