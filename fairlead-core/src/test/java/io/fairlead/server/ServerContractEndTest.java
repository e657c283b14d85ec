package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.frame.FrameException;
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

/** How connections end: half-closed, answered late, reset, closed by the service, broken. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractEndTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractEndTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void afterTheHalfCloseEverythingIsAnswered() throws Exception {
        Wire wire = rig.connect(rig.serve(Rig.ECHO));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 300; i++) frames.add(Wire.frame("x".repeat(i)));
        byte[] all = Wire.join(frames.toArray(byte[][]::new));
        wire.send(all);
        wire.shutdownOutput();
        assertThat(wire.receive(all.length)).isEqualTo(all);
        wire.expectEnd();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.PEER_CLOSED);
        assertThat(report.bytesReceived()).isEqualTo(all.length);
        assertThat(report.bytesSent()).isEqualTo(all.length);
    }

    @Test
    void afterTheHalfCloseWhatWaitedForRoomIsAnswered() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.queuedBytesMax(1_000));
        Wire wire = rig.connect(server);
        byte[] frame = Wire.frame("x".repeat(900));
        byte[] all = Wire.join(frame, frame, frame, frame, frame, frame, frame, frame);
        wire.send(all);
        wire.shutdownOutput();
        assertThat(wire.receive(all.length)).isEqualTo(all);
        wire.expectEnd();
    }

    @Test
    void aHalfCloseWithoutAWord() throws Exception {
        Wire wire = rig.connect(rig.serve(Rig.ECHO));
        wire.shutdownOutput();
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void anAnswerLongAfterTheHalfClose() throws Exception {
        CompletableFuture<Peer> asked = new CompletableFuture<>();
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onFrame(Peer peer, Frame frame) {}

                            @Override
                            public void onInputEnd(Peer peer) {
                                asked.complete(peer);
                            }
                        });
        Wire wire = rig.connect(server);
        wire.sendFrame("how much is it?");
        wire.shutdownOutput();
        Peer peer = asked.join(); // and from here on it is this thread that answers
        assertThat(peer.send("let me see")).isEqualTo(SendResult.QUEUED);
        assertThat(wire.receiveText()).isEqualTo("let me see");
        assertThat(peer.send("42")).isEqualTo(SendResult.QUEUED);
        peer.close();
        assertThat(peer.send("too late")).isEqualTo(SendResult.CLOSED);
        assertThat(wire.receiveText()).isEqualTo("42");
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void aResetInTheMiddleOfAFrame() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        Wire wire = rig.connect(server);
        wire.echo("still well");
        wire.send(Wire.frame("never whole"), 0, 7);
        wire.reset();
        assertThat(rig.recorder.awaitClosed().reason())
                .isEqualTo(place.net().isIp() ? CloseReason.RESET : CloseReason.BAD_FRAME);
        rig.connect(server).echo("the next one");
    }

    @Test
    void aResetInTheAcceptQueue() throws Exception {
        assumeThat(place.net()).as("TLS sends nothing there").isNotEqualTo(Place.Net.TLS);
        Server server = rig.serve(Rig.ECHO, limits -> limits.connectionsMax(1));
        Wire first = rig.connect(server);
        first.echo("in");
        for (int i = 0; i < 3; i++) {
            Wire lost = rig.connect(server);
            lost.sendFrame("is anybody there?");
            lost.reset();
        }
        Wire next = rig.connect(server);
        first.close();
        next.echo("still serving");
        for (int i = 0; i < 4; i++) rig.recorder.awaitClosed();
    }

    @Test
    void theServiceCloses() throws Exception {
        Server server =
                rig.serve((peer, frame) -> {
                    peer.send("bye");
                    peer.close();
                    assertThat(peer.send("no more")).isEqualTo(SendResult.CLOSED);
                });
        Wire wire = rig.connect(server);
        wire.send(Wire.join(Wire.frame("one"), Wire.frame("two"), Wire.frame("three")));
        assertThat(wire.receiveText()).isEqualTo("bye");
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    /** The frame that closes waited for room, and has no answer: nothing is left to be sent. */
    @Test
    void theServiceClosesWithoutAnAnswer() throws Exception {
        Server server =
                rig.serve(
                        (peer, frame) -> {
                            if (frame.size() == 4) peer.close();
                            else peer.send(frame);
                        },
                        limits -> limits.queuedBytesMax(100));
        Wire wire = rig.connect(server);
        String large = "x".repeat(1_000);
        wire.send(Wire.join(Wire.frame(large), Wire.frame("quit")));
        assertThat(wire.receiveText()).isEqualTo(large);
        wire.expectEnd();
    }

    @Test
    void theServiceClosesAtTheBeginning() throws Exception {
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onOpen(Peer peer) {
                                peer.close();
                            }

                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                peer.send("not for you");
                            }
                        });
        Wire wire = rig.connect(server);
        wire.sendFrame("hello?");
        wire.expectEnd();
    }

    @Test
    void aFrameOverTheLimitIsToldAndEndsCleanly() throws Exception {
        Server server = rig.serve(complaining());
        Wire wire = rig.connect(server);
        byte[] header = {0x7f, -1, -1, -1};
        // It goes on sending all the time: closing at once would make the kernel reset it.
        CompletableFuture<Void> sending = wire.sendBeside(Wire.join(header, new byte[512 * 1024]));
        assertThat(wire.receiveText()).startsWith("sorry: ").contains("2147483647");
        wire.expectEnd();
        sending.join();
        wire.close();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.BAD_FRAME);
        assertThat(report.failure()).isInstanceOf(FrameException.class);
        assertThat(server.stats().failed()).isZero();
    }

    @Test
    void aStreamThatEndsInsideAFrame() throws Exception {
        Wire wire = rig.connect(rig.serve(complaining()));
        wire.send(Wire.frame("never whole"), 0, 7);
        wire.shutdownOutput();
        assertThat(wire.receiveText()).startsWith("sorry: ");
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.BAD_FRAME);
    }

    @Test
    void aLastLineWithoutItsEnd() throws Exception {
        Server server = rig.keep(rig.builder().codec(Codec.lines()).serve(Rig.ECHO));
        Wire wire = rig.connect(server);
        wire.send("first\nlast");
        wire.shutdownOutput();
        assertThat(wire.receiveLine()).isEqualTo("first");
        assertThat(wire.receiveLine()).isEqualTo("last");
        wire.expectEnd();
    }

    private static Service complaining() {
        return new Service() {
            @Override
            public void onFrame(Peer peer, Frame frame) {
                peer.send(frame);
            }

            @Override
            public void onBadFrame(Peer peer, FrameException error) {
                peer.send("sorry: " + error.getMessage());
            }
        };
    }
}
