package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** Nothing waits for ever, and nothing is ended before its time. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractDeadlineTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Duration FAR_TOO_LATE = Duration.ofSeconds(60);

    @RegisterExtension final Rig rig;
    private final Place place;
    private final long startNs = System.nanoTime();
    private final Pauses pauses = new Pauses();

    ServerContractDeadlineTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @AfterEach
    void stopLooking() {
        pauses.close();
    }

    @Test
    void idle() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.idleTimeout(LIMIT));
        Wire wire = rig.connect(server);
        new Pulse(wire, LIMIT).beat(); // and now nothing
        wire.expectEnd();
        wire.close();
        endedInTime(CloseReason.IDLE);
    }

    @Test
    void whoIsBusyIsNotIdle() throws Exception {
        if (!place.isConcurrent()) return;
        Duration limit = Duration.ofMillis(300);
        Server server = rig.serve(Rig.ECHO, limits -> limits.idleTimeout(limit));
        Wire busy = rig.connect(server);
        Pulse pulse = new Pulse(busy, limit);
        pulse.beat();
        Wire idle = rig.connect(server);
        idle.echo("I do not");
        Eventually.until(
                "the idle one is ended",
                () -> {
                    pulse.beat();
                    return rig.recorder.closedCount.get() > 0 || isAtEnd(idle);
                });
        for (int i = 0; i < 20; i++) pulse.beat();
        idle.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.IDLE);
        pulse.beat();
    }

    /** A client that keeps on talking, and knows when the machine has kept it from that. */
    private final class Pulse {
        private final Wire wire;
        private final Duration limit;
        private long beatNs = System.nanoTime();

        Pulse(Wire wire, Duration limit) {
            this.wire = wire;
            this.limit = limit;
        }

        void beat() {
            long pauseNs = System.nanoTime() - beatNs;
            try {
                pauses.within(limit, () -> wire.echo("I go on"));
                beatNs = System.nanoTime();
            } catch (IOException e) {
                boolean late = pauseNs > limit.dividedBy(2).toNanos();
                assumeFalse(late, () -> "this test was kept waiting for " + pauseNs + " ns");
                throw new UncheckedIOException(e);
            }
        }
    }

    private static boolean isAtEnd(Wire wire) {
        try {
            return wire.poll() < 0;
        } catch (IOException e) {
            return true; // a reset: the server had closed when one more byte came
        }
    }

    @Test
    void aByteNowAndThenDoesNotKeepAFrameOpen() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.frameTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.echo("this was quick enough");
        wire.send(Wire.frame("x".repeat(100_000)), 0, 5);
        byte[] one = {1};
        Eventually.until(
                "the server has had enough",
                () -> {
                    if (isAtEnd(wire)) return true;
                    sendOnce(wire, one);
                    return false;
                });
        wire.close();
        endedInTime(CloseReason.FRAME_TIMEOUT);
    }

    @Test
    void notOneByte() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.firstByteTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
        // Not how late: a worker process may have begun only now.
        assertThat(System.nanoTime() - startNs).isGreaterThan(LIMIT.toNanos());
    }

    /** Whole frames, each in time, and yet next to nothing. */
    @Test
    void aSmallFrameNowAndThenIsTooSlow() throws Exception {
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits -> limits.frameTimeout(LIMIT).bytesPerSecondMin(1_000_000_000));
        Wire wire = rig.connect(server);
        byte[] frame = Wire.frame("x");
        Eventually.until(
                "the server has had enough",
                () -> {
                    if (isAtEnd(wire)) return true;
                    sendOnce(wire, frame);
                    return false;
                });
        wire.close();
        endedInTime(CloseReason.TOO_SLOW);
    }

    /** It is the service that takes long. */
    @Test
    void whoWaitsForTheServiceIsNotTooSlow() throws Exception {
        if (place.model().hasProcesses()) return; // as under virtual, and nobody sees its service
        AtomicBoolean served = new AtomicBoolean();
        Service slow =
                (peer, frame) -> {
                    served.set(true);
                    awaitTheLimit();
                    peer.send(frame);
                };
        Server server = rig.serve(slow, limits -> limits.frameTimeout(LIMIT).bytesPerSecondMin(10));
        Wire wire = rig.connect(server);
        try {
            wire.sendFrame("enough for a second");
            assertThat(wire.receiveText()).isEqualTo("enough for a second");
        } catch (IOException e) {
            if (!served.get()) throw new TestAbortedException("the machine let the time pass", e);
            throw e;
        }
    }

    private static void awaitTheLimit() {
        long begunNs = System.nanoTime();
        Eventually.until(
                "the limit is over", () -> System.nanoTime() - begunNs > 3 * LIMIT.toNanos());
    }

    private static void sendOnce(Wire wire, byte[] bytes) {
        try {
            wire.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void halfClosed() throws Exception {
        Server server = rig.serve(neverAnswering(), limits -> limits.halfClosedTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.sendFrame("well?");
        wire.shutdownOutput();
        wire.expectEnd();
        endedInTime(CloseReason.HALF_CLOSED_TIMEOUT);
    }

    private static Service neverAnswering() {
        return new Service() {
            @Override
            public void onFrame(Peer peer, Frame frame) {}

            @Override
            public void onInputEnd(Peer peer) {}
        };
    }

    @Test
    void lifetime() throws Exception {
        Server server = rig.serve(Rig.ECHO, limits -> limits.lifetimeMax(LIMIT));
        Wire wire = rig.connect(server);
        Eventually.until("its time is over", () -> !tryEcho(wire));
        wire.close();
        endedInTime(CloseReason.LIFETIME);
    }

    private static boolean tryEcho(Wire wire) {
        try {
            wire.echo("more");
            return true;
        } catch (IOException e) {
            return false; // closed in the middle of it
        }
    }

    @Test
    void whoNeverClosesIsNotWaitedForLong() throws Exception {
        Server server =
                rig.serve((peer, frame) -> peer.close(), limits -> limits.lingerTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.sendFrame("close, please");
        wire.expectEnd(); // and the wire stays open
        endedInTime(CloseReason.SERVICE_CLOSED);
    }

    /** The time in the queue of the pool is not the peer's. */
    @Test
    void whoWaitsForAThreadIsNotIdle() throws Exception {
        if (place.model() != Model.POOL) return;
        Duration limit = LIMIT.multipliedBy(5);
        CountDownLatch inService = rig.latch();
        CountDownLatch goOn = rig.latch();
        Service service =
                (peer, frame) -> {
                    peer.send(frame);
                    if (!frame.text().equals("hold")) return;
                    inService.countDown();
                    goOn.await();
                };
        Server server = rig.serve(service, limits -> limits.idleTimeout(limit).poolThreads(1));
        Wire first = rig.connect(server);
        first.sendFrame("hold");
        inService.await();
        Wire second = rig.connect(server);
        second.sendFrame("me too");
        long sentNs = System.nanoTime();
        long waitNs = limit.multipliedBy(3).dividedBy(2).toNanos();
        Eventually.until("it waits for long", () -> System.nanoTime() - sentNs > waitNs);
        first.close();
        goOn.countDown();
        pauses.within(limit, () -> assertThat(second.receiveText()).isEqualTo("me too"));
    }

    private void endedInTime(CloseReason reason) throws InterruptedException {
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(reason);
        Duration sinceStart = Duration.ofNanos(System.nanoTime() - startNs);
        assertThat(sinceStart).isBetween(LIMIT, FAR_TOO_LATE);
    }
}
