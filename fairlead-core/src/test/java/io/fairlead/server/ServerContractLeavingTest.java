package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Codec;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Hold;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How a service ends a connection, or keeps it: half-close, reset, holds, idleness, codecs. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(60)
class ServerContractLeavingTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractLeavingTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    private static CompletableFuture<Integer> drainBeside(Server server) {
        CompletableFuture<Integer> cut = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        cut.complete(server.drain(LONG));
                    } catch (InterruptedException e) {
                        cut.completeExceptionally(e);
                    }
                });
        return cut;
    }

    @Test
    void aHalfCloseOfTheService() throws Exception {
        Scripted service =
                new Scripted((peer, text) -> {
                    peer.send(text);
                    if (text.equals("last")) peer.shutdownOutput();
                });
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.sendFrame("first");
        wire.sendFrame("last");
        assertThat(wire.receiveText()).isEqualTo("first");
        assertThat(wire.receiveText()).isEqualTo("last");
        wire.expectEnd();
        wire.sendFrame("still heard");
        assertThat(service.next(3)).containsExactly("first", "last", "still heard");
        wire.shutdownOutput();
        assertThat(service.next(1)).containsExactly("PEER_CLOSED");
    }

    @Test
    void aReasonOfTheServicesOwn() throws Exception {
        Server server =
                rig.serve((Rig.PortableService) (peer, frame) -> peer.close("wrong password"));
        Wire wire = rig.connect(server);
        wire.sendFrame("guess");
        wire.expectEnd();
        wire.close();
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED);
        assertThat(report.detail()).isEqualTo("wrong password");
    }

    @Test
    void anAbortResets() throws Exception {
        Server server =
                rig.serve(
                        (Rig.PortableService)
                                (peer, frame) -> {
                                    peer.send(new byte[100_000]);
                                    peer.abort("spam");
                                });
        Wire wire = rig.connect(server);
        wire.sendFrame("buy");
        assertReset(wire);
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_ABORTED);
        assertThat(report.detail()).isEqualTo("spam");
    }

    private void assertReset(Wire wire) throws IOException {
        if (place.net() == Place.Net.UNIX) {
            wire.expectEnd();
        } else {
            assertThatThrownBy(wire::receiveToEnd).hasMessageContaining("reset");
        }
    }

    @Test
    void anAbortByAnotherThread() throws Exception {
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        service.peer.get().abort("for no reason");
        assertReset(wire);
        assertThat(service.next(1)).containsExactly("SERVICE_ABORTED");
    }

    @Test
    void anAnswerThatIsOwedKeepsADrainWaiting() throws Exception {
        CompletableFuture<Hold> owed = new CompletableFuture<>();
        Scripted service =
                new Scripted((peer, text) -> owed.complete(peer.hold())) {
                    @Override
                    public void onDrain(Peer peer) {
                        calls.add("drain " + peer.isDraining());
                        peer.send("closing soon");
                    }
                };
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.sendFrame("question");
        Hold hold = owed.get();
        Peer peer = service.peer.get();
        assertThat(peer.isDraining()).isFalse();
        CompletableFuture<Integer> drained = drainBeside(server);
        assertThat(wire.receiveText()).isEqualTo("closing soon");
        assertThat(service.next(2)).containsExactly("question", "drain true");
        assertThat(drained).isNotDone();
        peer.execute(() -> peer.send("answer"));
        hold.release();
        hold.release(); // once more does nothing
        assertThat(wire.receiveText()).isEqualTo("answer");
        wire.expectEnd();
        wire.close();
        assertThat(drained.get()).isZero();
        assertThat(service.next(1)).containsExactly("DRAINED");
    }

    @Test
    void aHoldThatIsTakenAtTheDrainCounts() throws Exception {
        CompletableFuture<Hold> owed = new CompletableFuture<>();
        Scripted service =
                new Scripted((_, _) -> {}) {
                    @Override
                    public void onDrain(Peer peer) {
                        owed.complete(peer.hold());
                    }
                };
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.sendFrame("question");
        assertThat(service.next(1)).containsExactly("question");
        CompletableFuture<Integer> drained = drainBeside(server);
        Hold hold = owed.get();
        Peer peer = service.peer.get();
        peer.execute(() -> {
            peer.send("answer");
            hold.release();
        });
        assertThat(wire.receiveText()).isEqualTo("answer");
        wire.expectEnd();
        wire.close();
        assertThat(drained.get()).isZero();
        assertThat(service.next(1)).containsExactly("DRAINED");
    }

    @Test
    void anAnswerThatIsOwedOutlivesAHalfClose() throws Exception {
        CompletableFuture<Hold> owed = new CompletableFuture<>();
        Scripted service = new Scripted((peer, text) -> owed.complete(peer.hold()));
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.sendFrame("question");
        wire.shutdownOutput();
        Hold hold = owed.get();
        Peer peer = service.peer.get();
        CompletableFuture<Void> later = new CompletableFuture<>();
        peer.after(
                Duration.ofMillis(50),
                () -> {
                    peer.send("answer");
                    hold.release();
                    later.complete(null);
                });
        assertThat(wire.receiveText()).isEqualTo("answer");
        later.get();
        wire.expectEnd();
        assertThat(service.next(2)).containsExactly("question", "PEER_CLOSED");
    }

    @Test
    void anIdlePeerMayBeKept() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Scripted service =
                new Scripted(null) {
                    @Override
                    public boolean onIdle(Peer peer) {
                        peer.send("are you there?");
                        return asked.incrementAndGet() < 3;
                    }
                };
        Server server = rig.serve(service, limits -> limits.idleTimeout(Duration.ofMillis(80)));
        Wire wire = rig.connect(server);
        for (int i = 0; i < 3; i++) assertThat(wire.receiveText()).isEqualTo("are you there?");
        wire.expectEnd();
        wire.close();
        assertThat(service.next(1)).containsExactly("IDLE");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aPeerWithLimitsOfItsOwn() throws Exception {
        Limits brief = Rig.limits(limits -> limits.idleTimeout(Duration.ofMillis(80)));
        Limits never = Rig.limits(limits -> limits.idleTimeout(Limits.NEVER));
        Scripted service =
                new Scripted((peer, text) -> {
                    peer.limits(text.equals("never") ? never : brief);
                    peer.send(text);
                });
        Server server = rig.serve(service, limits -> limits.idleTimeout(Duration.ofMillis(300)));
        Wire wire = rig.connect(server);
        wire.echo("never");
        CompletableFuture<String> kept = new CompletableFuture<>();
        service.peer.get().after(Duration.ofMillis(600), () -> kept.complete("kept"));
        assertThat(kept.get()).isEqualTo("kept");
        wire.echo("short");
        wire.expectEnd();
        wire.close();
        assertThat(service.next(3)).containsExactly("never", "short", "IDLE");
    }

    /** A greeting in lines, and then frames: what has come with the greeting counts. */
    @Test
    void anotherCodecFromTheNextFrameOn() throws Exception {
        assumeThat(place.model().hasProcesses()).isFalse();
        Scripted service =
                new Scripted((peer, text) -> {
                    peer.send("you said " + text);
                    if (text.equals("upgrade")) peer.codec(Rig.CODEC);
                    if (text.equals("downgrade")) peer.codec(Codec.lines());
                });
        Server server = rig.keep(rig.builder().codec(Codec.lines()).serve(service));
        Wire wire = rig.connect(server);
        byte[] lines = "upgrade\n".getBytes(StandardCharsets.UTF_8);
        byte[] more = "and a line\n".getBytes(StandardCharsets.UTF_8);
        byte[] frames = Wire.join(Wire.frame("line\nbreak"), Wire.frame("downgrade"));
        wire.send(Wire.join(Wire.join(lines, frames), more));
        assertThat(wire.receiveLine()).isEqualTo("you said upgrade");
        assertThat(wire.receiveText()).isEqualTo("you said line\nbreak");
        assertThat(wire.receiveText()).isEqualTo("you said downgrade");
        assertThat(wire.receiveLine()).isEqualTo("you said and a line");
    }
}
