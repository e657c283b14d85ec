package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A codec that fails, wherever and however, ends its own connection and nothing else. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractCodecTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractCodecTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** What a codec does has nothing to do with the address family. */
    static Stream<Place> places() {
        return Place.all()
                .filter(place -> place.net() == Place.Net.TCP4 || place.model().hasProcesses());
    }

    @Test
    void failsAnywhere() throws Exception {
        Server server = rig.keep(rig.builder().codec(new FailingCodec()).serve(Rig.ECHO));
        if (place.isConcurrent()) {
            try (Wire other = rig.connect(server)) {
                other.send("hello\n");
                assertThat(other.receiveLine()).isEqualTo("hello");
                failAtEach(server);
                other.send("still well\n");
                assertThat(other.receiveLine()).isEqualTo("still well");
            }
        } else {
            failAtEach(server);
        }
        Wire next = rig.connect(server);
        next.send("and the next one, too\n");
        assertThat(next.receiveLine()).isEqualTo("and the next one, too");
    }

    private void failAtEach(Server server) throws Exception {
        // Under process, each connection starts a Java of its own.
        List<String> wheres =
                place.model() == Model.PROCESS ? List.of("decode", "encode") : FailingCodec.PLACES;
        for (String where : wheres) {
            fail(server, where, "IndexOutOfBounds", "IndexOutOfBoundsException");
            if (place.model() == Model.PROCESS || wheres.indexOf(where) > 4) continue;
            fail(server, where, "StackOverflowError", "StackOverflowError");
            fail(server, where, "AssertionError", "AssertionError");
        }
    }

    private void fail(Server server, String where, String what, String thrown) throws Exception {
        try (Wire wire = rig.connect(server)) {
            boolean first = where.equals("checkBeginning") || where.startsWith("takes");
            if (!first) {
                wire.send("before\n");
                assertThat(wire.receiveLine()).as(where).isEqualTo("before");
            }
            wire.send(where + " " + what + (where.equals("decodeEnd") ? "" : "\n"));
            wire.shutdownOutput();
            // Not a byte of what failed, and an end rather than a wait for ever.
            assertThat(new String(wire.receiveAtMost(100), UTF_8)).as(where).isEmpty();
        }
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.CODEC_FAILED);
        assertThat(report.serviceFailed()).isTrue();
        String failure = String.valueOf(report.failure());
        boolean throwsIt = FailingCodec.PLACES.indexOf(where) < 5;
        assertThat(failure).as(where).contains(throwsIt ? thrown : "");
        assertThat(failure).as(where).isNotEqualTo("null");
    }

    /** What is sent to a peer of another server must not hurt who sends it. */
    @Test
    void aSenderIsNotHurtByAnothersCodec() throws Exception {
        assumeThat(place.model().hasProcesses()).isFalse();
        CompletableFuture<Peer> receiver = new CompletableFuture<>();
        Server fragile =
                rig.keep(
                        rig.builder()
                                .codec(new FailingCodec())
                                .serve(
                                        new Service() {
                                            @Override
                                            public void onOpen(Peer peer) {
                                                receiver.complete(peer);
                                            }

                                            @Override
                                            public void onFrame(Peer peer, Frame frame) {}
                                        }));
        Wire victim = rig.connect(fragile);
        Peer to = receiver.get(60, TimeUnit.SECONDS);
        Server sound =
                rig.keep(
                        rig.builder()
                                .codec(Codec.lines())
                                .serve((peer, line) -> peer.send("sent: " + to.send(line))));
        Wire sender = rig.connect(sound);
        sender.send("hello\nencode StackOverflowError\nmore\n");
        assertThat(sender.receiveLine()).isEqualTo("sent: QUEUED");
        assertThat(sender.receiveLine()).isEqualTo("sent: CLOSED");
        assertThat(sender.receiveLine()).isEqualTo("sent: CLOSED");
        victim.shutdownOutput();
        assertThat(new String(victim.receiveToEnd(), UTF_8)).isEqualTo("hello\n");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.CODEC_FAILED);
        sender.send("still well\n");
        assertThat(sender.receiveLine()).isEqualTo("sent: CLOSED");
    }
}
