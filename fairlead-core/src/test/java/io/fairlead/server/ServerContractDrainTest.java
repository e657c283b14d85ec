package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.server.report.ServerStats;
import io.fairlead.service.CloseReason;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that shuts down answers what it has been asked, and does not wait for more. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractDrainTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractDrainTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static CompletableFuture<Integer> drainBeside(Server server, Duration timeout) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return server.drain(timeout);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                task -> Thread.ofPlatform().name("test drain").start(task));
    }

    static void awaitRefused(Server server) {
        Eventually.until("nobody is let in", () -> isRefused(server));
    }

    private static boolean isRefused(Server server) {
        try (Wire _ = Wire.connect(server.endpoint(), 0)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void withoutConnections() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        assertThat(server.drain(LONG)).isZero();
        assertThatThrownBy(() -> rig.connect(server)).isInstanceOf(IOException.class);
    }

    @Test
    void idleConnectionsEndAtOnce() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < (place.isConcurrent() ? 5 : 1); i++) {
            Wire wire = rig.connect(server);
            wire.echo("and now idle");
            wires.add(wire);
        }
        // While the clients do nothing at all.
        assertThat(drainBeside(server, LONG).get(60, TimeUnit.SECONDS)).isZero();
        for (Wire wire : wires) {
            wire.expectEnd();
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
        }
    }

    private int connections() {
        if (place.model() == Model.PROCESS) return 2;
        return place.isConcurrent() ? 10 : 1;
    }

    /** Many times, because the ways of the thread that drains and those that serve cross. */
    @Test
    void connectionsThatHaveJustBeenServed() throws Exception {
        Random random = new Random(1);
        boolean processes = place.model().hasProcesses(); // which take long to start
        int rounds = processes ? Effort.of(1, 2) : Effort.of(8, 40);
        for (int i = 0; i < rounds; i++) {
            Server server =
                    rig.serve(Rig.ECHO, limits -> limits.lingerTimeout(Duration.ofMillis(5)));
            List<Wire> wires = new ArrayList<>();
            for (int j = 0; j < connections(); j++) {
                Wire wire = rig.connect(server);
                wire.echo("connected"); // as long as "once more"
                wires.add(wire);
            }
            for (Wire wire : wires) wire.sendFrame("once more");
            long untilNs = System.nanoTime() + random.nextInt(200_000);
            while (System.nanoTime() < untilNs) Thread.onSpinWait();
            assertThat(server.drain(Duration.ofSeconds(3))).isZero();
            int answered = 0;
            for (Wire wire : wires) if (isAnswered(wire)) answered++;
            if (place.net() == Place.Net.TLS) continue; // which sends bytes of its own
            ServerStats stats = server.stats();
            assertThat(stats.bytesSent()).isEqualTo(stats.bytesReceived());
            assertThat(stats.bytesReceived())
                    .isEqualTo((wires.size() + answered) * (long) Wire.frame("once more").length);
        }
    }

    /** False if the message was on its way still when the server closed: the kernel resets that. */
    private static boolean isAnswered(Wire wire) throws IOException {
        try (wire) {
            if (!wire.receiveText().equals("once more")) throw new AssertionError("another answer");
            wire.expectEnd();
            return true;
        } catch (SocketException | EOFException e) {
            return false;
        }
    }

    @Test
    void aFrameThatHasBegunMayBeCompleted() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        Wire wire = rig.connect(server);
        byte[] second = Wire.frame("the second one");
        wire.send(Wire.join(Wire.frame("first"), Arrays.copyOf(second, 9)));
        assertThat(wire.receiveText()).isEqualTo("first");
        CompletableFuture<Integer> drained = drainBeside(server, LONG);
        awaitRefused(server);
        wire.send(second, 9, second.length);
        assertThat(wire.receiveText()).isEqualTo("the second one");
        wire.expectEnd();
        wire.close();
        assertThat(drained.join()).isZero();
        assertThat(rig.recorder.awaitClosed(CloseReason.DRAINED).bytesSent()).isPositive();
    }

    @Test
    void aFrameThatIsNotCompletedIsCut() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        Wire wire = rig.connect(server);
        wire.send(Wire.join(Wire.frame("first"), new byte[] {0, 0, 1}));
        assertThat(wire.receiveText()).isEqualTo("first");
        long startNs = System.nanoTime();
        assertThat(server.drain(Duration.ofMillis(150))).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                .isBetween(Duration.ofMillis(150), Duration.ofSeconds(60));
        wire.drop();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
    }

    @Test
    void aFrameThatIsBeingServedIsAnswered() throws Exception {
        CountDownLatch begun = rig.latch();
        CountDownLatch goOn = rig.latch();
        Server server =
                rig.serve((peer, frame) -> {
                    begun.countDown();
                    goOn.await();
                    peer.send(frame);
                });
        Wire wire = rig.connect(server);
        wire.sendFrame("think about it");
        begun.await();
        CompletableFuture<Integer> drained = drainBeside(server, LONG);
        if (place.model().runsHandlers()) awaitRefused(server);
        goOn.countDown();
        assertThat(wire.receiveText()).isEqualTo("think about it");
        wire.expectEnd();
        assertThat(drained.join()).isZero();
    }

    @Test
    void whatIsQueuedForASlowReaderIsSent() throws Exception {
        byte[] answer = new byte[8 * 1024 * 1024];
        Arrays.fill(answer, (byte) 7);
        AtomicInteger served = new AtomicInteger();
        Server server =
                rig.serve((peer, frame) -> {
                    peer.send(answer);
                    served.incrementAndGet();
                });
        Wire wire = rig.connect(server, 128 * 1024);
        wire.sendFrame("all of it");
        Eventually.until("it is queued", () -> served.get() == 1);
        CompletableFuture<Integer> drained = drainBeside(server, LONG);
        awaitRefused(server);
        assertThat(drained).isNotDone();
        assertThat(Arrays.mismatch(wire.receiveFrame(), answer)).isEqualTo(-1);
        wire.expectEnd();
        assertThat(drained.join()).isZero();
    }

    /** Who had sent more than is answered gets whole answers and a clean end, not a reset. */
    @Test
    void framesThatHadArrivedDoNotMakeAReset() throws Exception {
        CountDownLatch begun = rig.latch();
        CountDownLatch goOn = rig.latch();
        Server server =
                rig.serve((peer, frame) -> {
                    begun.countDown();
                    goOn.await();
                    peer.send(frame);
                });
        Wire wire = rig.connect(server);
        wire.sendFrame("first");
        begun.await();
        byte[] next = Wire.frame(new byte[1020]); // four of them are what is read at a time
        for (int i = 0; i < 40; i++) wire.send(next);
        CompletableFuture<Integer> drained = drainBeside(server, LONG);
        if (place.model().runsHandlers()) awaitRefused(server);
        goOn.countDown();
        assertThat(wire.receiveText()).isEqualTo("first");
        wire.shutdownOutput();
        byte[] rest = wire.receiveToEnd();
        assertThat(rest.length % next.length).as("whole answers only").isZero();
        assertThat(drained.join()).isZero();
    }
}
