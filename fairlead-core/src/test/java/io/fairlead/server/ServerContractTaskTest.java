package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerTimer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks and timers of a service, on the turn of their peer. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(60)
class ServerContractTaskTest {
    private static final int TASKS = 200;
    private static final int SPINS = 500;

    @RegisterExtension final Rig rig;

    ServerContractTaskTest(Place place) {
        rig = new Rig(place);
    }

    /** Frames and the tasks of two threads, of which no two may be under way at once. */
    @Test
    void aTaskNeverRunsBesideAnotherCall() throws Exception {
        Turns turns = new Turns();
        CompletableFuture<Void> ran = new CompletableFuture<>();
        Scripted service =
                new Scripted((peer, text) -> {
                    turns.take();
                    if (text.equals("go")) tasks(peer, turns, ran);
                    else peer.send(text);
                });
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        wire.sendFrame("go");
        for (int i = 0; i < TASKS; i++) wire.sendFrame("more");
        for (int i = 0; i < TASKS; i++) wire.receiveText();
        ran.get();
        assertThat(turns.overlaps).hasValue(0);
        assertThat(turns.count).hasValue(3 * TASKS + 1);
    }

    private static void tasks(Peer peer, Turns turns, CompletableFuture<Void> ran) {
        AtomicInteger left = new AtomicInteger(2 * TASKS);
        Runnable task =
                () -> {
                    turns.take();
                    if (left.decrementAndGet() == 0) ran.complete(null);
                };
        for (int thread = 0; thread < 2; thread++) {
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < TASKS; i++) peer.execute(task);
                    });
        }
    }

    /** Counts calls, and those that find another one under way. */
    private static final class Turns {
        final AtomicInteger count = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();

        void take() {
            if (underWay.incrementAndGet() > 1) overlaps.incrementAndGet();
            for (int i = 0; i < SPINS; i++) Thread.onSpinWait(); // time for another to come
            count.incrementAndGet();
            underWay.decrementAndGet();
        }
    }

    @Test
    void aTaskForAnIdlePeerMaySend() throws Exception {
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        Peer peer = service.peer.get();
        for (int i = 0; i < 3; i++) {
            peer.execute(() -> peer.send("pushed"));
            assertThat(wire.receiveText()).isEqualTo("pushed");
        }
    }

    @Test
    void aTaskThatThrowsEndsItsPeer() throws Exception {
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        Peer peer = service.peer.get();
        AtomicInteger after = new AtomicInteger();
        peer.execute(() -> {
            peer.execute(after::incrementAndGet); // never: its peer has failed before
            throw new IllegalStateException("a bug");
        });
        wire.expectEnd();
        wire.close();
        assertThat(service.next(1)).containsExactly("SERVICE_FAILED");
        assertThat(rig.recorder.awaitClosed().failure()).hasMessage("a bug");
        assertThat(after).hasValue(0);
        assertThat(peer.execute(after::incrementAndGet)).as("it has ended").isFalse();
    }

    /** A task that gives itself again does not keep others from their turn. */
    @Test
    void aTaskThatGoesOn() throws Exception {
        Scripted service = new Scripted((peer, text) -> peer.send(text));
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        Peer peer = service.peer.get();
        CountDownLatch over = rig.latch();
        peer.execute(
                new Runnable() {
                    @Override
                    public void run() {
                        if (over.getCount() > 0) peer.execute(this);
                    }
                });
        wire.echo("still served");
        over.countDown();
        wire.echo("and now idle");
    }

    @Test
    void laterAndAgain() throws Exception {
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        Peer peer = service.peer.get();
        long startNs = System.nanoTime();
        peer.after(Duration.ofMillis(50), () -> peer.send("later"));
        PeerTimer never = peer.after(Duration.ofMillis(30), () -> peer.send("cancelled"));
        never.cancel();
        assertThat(wire.receiveText()).isEqualTo("later");
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(50_000_000L);
        AtomicInteger ticks = new AtomicInteger();
        PeerTimer ticking =
                peer.every(Duration.ofMillis(20), () -> peer.send("" + ticks.incrementAndGet()));
        for (int i = 1; i <= 3; i++) assertThat(wire.receiveText()).isEqualTo("" + i);
        CompletableFuture<Integer> stopped = new CompletableFuture<>();
        peer.execute(() -> {
            ticking.cancel();
            stopped.complete(ticks.get());
        });
        for (int i = 4; i <= stopped.get(); i++) wire.receiveText();
        peer.after(Duration.ofMillis(60), () -> peer.send("no tick"));
        assertThat(wire.receiveText()).isEqualTo("no tick");
    }

    @Test
    void theEndCancelsTimers() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        Wire wire = rig.connect(server);
        Peer peer = service.peer.get();
        peer.every(Duration.ofMillis(20), ran::incrementAndGet);
        wire.close();
        assertThat(service.next(1)).containsExactly(CloseReason.PEER_CLOSED.name());
        int before = ran.get();
        Scripted second = new Scripted(null);
        rig.connect(rig.serve(second));
        CompletableFuture<Integer> later = new CompletableFuture<>();
        second.peer.get().after(Duration.ofMillis(100), () -> later.complete(ran.get()));
        assertThat(later.get()).isEqualTo(before);
    }

    @Test
    void timesThatCannotBe() throws Exception {
        Scripted service = new Scripted(null);
        Server server = rig.serve(service);
        rig.connect(server);
        Peer peer = service.peer.get();
        assertThatThrownBy(() -> peer.after(Duration.ofMillis(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> peer.every(Duration.ZERO, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toldWhenAllIsTaken() throws Exception {
        byte[] block = new byte[8 * 1024 * 1024 - 100];
        CompletableFuture<Integer> waiting = new CompletableFuture<>();
        Scripted service =
                new Scripted((peer, text) -> {
                    if (text.equals("much")) {
                        peer.send(block);
                        peer.whenSent(() -> waiting.complete(peer.queuedBytes()));
                    } else {
                        peer.whenSent(() -> peer.send("nothing was queued"));
                    }
                });
        Server server = rig.serve(service);
        Wire wire = rig.connect(server, 128 * 1024);
        wire.sendFrame("a little");
        assertThat(wire.receiveText()).isEqualTo("nothing was queued");
        wire.sendFrame("much");
        Eventually.until("some of it is queued", () -> server.stats().bytesSent() > 100_000);
        assertThat(waiting).isNotDone();
        assertThat(wire.receiveFrame()).hasSize(block.length);
        assertThat(waiting.get()).isZero();
    }
}
