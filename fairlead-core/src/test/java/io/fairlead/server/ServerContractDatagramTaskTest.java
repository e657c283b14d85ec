package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.GroupSend;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.SendResult;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks, timers, drains, reasons and groups over UDP, where a peer is a source of datagrams. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class ServerContractDatagramTaskTest {
    @RegisterExtension final Rig rig;

    ServerContractDatagramTaskTest(Model model) {
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return ServerContractDatagramGroupTest.models();
    }

    /** No look for silent sources is due: what tasks send goes without one. */
    private Server serve(Scripted service) throws Exception {
        Endpoint free = Endpoint.parse("udp://127.0.0.1:0");
        Limits limits = Rig.limits(all -> all.datagramPeerTimeout(Duration.ofHours(1)));
        return rig.keep(rig.builder(free).limits(limits).serve(service));
    }

    private Probe probe(Server server, String first) throws Exception {
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        probe.send(first);
        return probe;
    }

    /** A source that was closed is forgotten at its next datagram. */
    private static void comeAgain(Probe probe, Peer peer) throws Exception {
        Eventually.until("the peer takes no more", () -> peer.send("") == SendResult.CLOSED);
        probe.send("again");
    }

    @Test
    void tasksAndTimers() throws Exception {
        Scripted service = new Scripted(null);
        Probe probe = probe(serve(service), "hello");
        Peer peer = service.peer.get();
        assertThat(peer.execute(() -> peer.send("pushed"))).isTrue();
        assertThat(probe.receive()).isEqualTo("pushed");
        peer.after(Duration.ofMillis(20), () -> peer.send("cancelled")).cancel();
        long startNs = System.nanoTime();
        peer.after(Duration.ofMillis(40), () -> peer.send("later"));
        assertThat(probe.receive()).isEqualTo("later");
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(40_000_000L);
        AtomicInteger ticks = new AtomicInteger();
        PeerTimer ticking =
                peer.every(Duration.ofMillis(10), () -> peer.send("" + ticks.incrementAndGet()));
        for (int i = 1; i <= 3; i++) assertThat(probe.receive()).isEqualTo("" + i);
        ticking.cancel();
        CompletableFuture<Integer> queued = new CompletableFuture<>();
        peer.whenSent(() -> queued.complete(peer.queuedBytes()));
        assertThat(queued.get()).isZero();
    }

    @Test
    void aTaskWaitsForTheCallThatIsUnderWay() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean busy = new AtomicBoolean();
        Scripted service =
                new Scripted((_, _) -> {
                    busy.set(true);
                    served.countDown();
                    goOn.await();
                    busy.set(false);
                });
        Probe _ = probe(serve(service), "hello");
        served.await();
        CompletableFuture<Boolean> beside = new CompletableFuture<>();
        assertThat(service.peer.get().execute(() -> beside.complete(busy.get()))).isTrue();
        goOn.countDown();
        assertThat(beside.get()).as("ran during a call").isFalse();
    }

    @Test
    void underALoopATaskRunsOnItsThread() throws Exception {
        assumeThat(hasThreads()).as("the model's threads run tasks").isFalse();
        Queue<Thread> calls = new ConcurrentLinkedQueue<>();
        Scripted service = new Scripted((_, _) -> calls.add(Thread.currentThread()));
        probe(serve(service), "hello");
        assertThat(service.next(1)).containsExactly("hello");
        Peer peer = service.peer.get();
        CompletableFuture<Thread> task = new CompletableFuture<>();
        peer.execute(() -> task.complete(Thread.currentThread()));
        CompletableFuture<Thread> timer = new CompletableFuture<>();
        peer.after(Duration.ZERO, () -> timer.complete(Thread.currentThread()));
        assertThat(calls).containsExactly(task.get());
        assertThat(timer.get()).isEqualTo(task.get());
    }

    private boolean hasThreads() {
        Model model = rig.place().model();
        return model.runsHandlers() && model != Model.ITERATIVE;
    }

    @Test
    void aTaskHoldsUpItsOwnPeerAndNoOther() throws Exception {
        assumeThat(hasThreads()).as("a loop that a task holds up serves nobody").isTrue();
        Scripted service = new Scripted((peer, text) -> peer.send(text));
        Server server = serve(service);
        Probe probe = probe(server, "hello");
        assertThat(probe.receive()).isEqualTo("hello");
        Peer peer = service.peer.get();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<SendResult> sent = new CompletableFuture<>();
        Runnable task =
                () -> {
                    begun.countDown();
                    awaitUninterrupted(goOn);
                    sent.complete(peer.send("task"));
                };
        Thread beside = Thread.ofVirtual().start(() -> peer.execute(task));
        begun.await();
        probe.send("behind it");
        assertThat(probe(server, "other").receive()).isEqualTo("other");
        goOn.countDown();
        beside.join();
        assertThat(sent.get()).isEqualTo(SendResult.QUEUED);
        assertThat(probe.receive()).isEqualTo("task");
        assertThat(probe.receive()).isEqualTo("behind it");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTaskThatThrowsEndsItsPeer() throws Exception {
        Scripted service = new Scripted(null);
        Probe probe = probe(serve(service), "hello");
        assertThat(service.next(1)).containsExactly("hello");
        Peer peer = service.peer.get();
        AtomicInteger ran = new AtomicInteger();
        peer.after(Duration.ofMillis(30), ran::incrementAndGet);
        peer.execute(() -> {
            throw new IllegalStateException("a bug");
        });
        comeAgain(probe, peer);
        assertThat(service.next(2)).containsExactly("SERVICE_FAILED", "again");
        assertThat(rig.recorder.awaitClosed().failure()).hasMessage("a bug");
        assertThat(peer.execute(ran::incrementAndGet)).as("it has ended").isFalse();
        CompletableFuture<Integer> later = new CompletableFuture<>();
        Scripted second = new Scripted(null);
        probe(serve(second), "hello");
        second.peer.get().after(Duration.ofMillis(60), () -> later.complete(ran.get()));
        assertThat(later.get()).as("the end cancels timers").isZero();
    }

    @Test
    void aDrainIsToldAndMaySend() throws Exception {
        Scripted service =
                new Scripted(null) {
                    @Override
                    public void onDrain(Peer peer) {
                        peer.send("closing, " + peer.isDraining());
                    }
                };
        Server server = serve(service);
        Probe probe = probe(server, "hello");
        assertThat(service.next(1)).containsExactly("hello");
        assertThat(service.peer.get().isDraining()).isFalse();
        server.close();
        assertThat(probe.receive()).isEqualTo("closing, true");
        assertThat(service.next(1)).containsExactly("DRAINED");
    }

    @Test
    void aReasonOfTheServicesOwn() throws Exception {
        Scripted service = new Scripted((peer, text) -> peer.close("wrong " + text));
        Probe probe = probe(serve(service), "password");
        comeAgain(probe, service.peer.get());
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED);
        assertThat(report.detail()).isEqualTo("wrong password");
    }

    @Test
    void aSourceLeavesItsGroupsByItself() throws Exception {
        PeerGroup group = new PeerGroup();
        CompletableFuture<Boolean> joinedAfterTheEnd = new CompletableFuture<>();
        Scripted service =
                new Scripted(
                        (peer, text) -> {
                            if (text.equals("join")) peer.send("joined " + group.join(peer));
                            else peer.close();
                        }) {
                    @Override
                    public void onClose(Peer peer, CloseReason reason) {
                        joinedAfterTheEnd.complete(group.join(peer));
                    }
                };
        Server server = serve(service);
        Probe first = probe(server, "join");
        assertThat(first.receive()).isEqualTo("joined true");
        Probe second = probe(server, "join");
        assertThat(second.receive()).isEqualTo("joined true");
        assertThat(group.send("news")).isEqualTo(new GroupSend(2, 0, 0));
        assertThat(first.receive()).isEqualTo("news");
        assertThat(second.receive()).isEqualTo("news");
        Peer leaving = group.peers().getLast();
        second.send("leave");
        comeAgain(second, leaving);
        assertThat(joinedAfterTheEnd.get()).isFalse();
        assertThat(group.size()).isEqualTo(1);
    }
}
