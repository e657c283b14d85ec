package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** How conversations in blocking style end: reset, deadlines, drain. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#conversing")
@Timeout(120)
class ServerContractHandlerEndTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Duration FAR_TOO_LATE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final Handler ECHO_LINES =
            connection -> {
                for (String line; (line = connection.readLine()) != null; ) {
                    connection.writeLine(line);
                }
            };

    @RegisterExtension final Rig rig;
    private final Place place;
    private final long startNs = System.nanoTime();

    ServerContractHandlerEndTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    @Test
    void aReset() throws Exception {
        Server server = rig.converse(ECHO_LINES);
        Wire wire = rig.connect(server);
        wire.send("hello\n");
        assertThat(wire.receiveLine()).isEqualTo("hello");
        wire.send("half a");
        wire.reset();
        CloseReason reason = rig.recorder.awaitClosed().reason();
        assertThat(reason).isIn(CloseReason.RESET, CloseReason.PEER_CLOSED);
        assertThat(server.stats().failed()).isZero();
    }

    @Test
    void notOneByte() throws Exception {
        Server server = rig.converse(ECHO_LINES, limits -> limits.firstByteTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.expectEnd();
        wire.close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.FIRST_BYTE_TIMEOUT);
    }

    @Test
    void tooSlow() throws Exception {
        Server server =
                rig.converse(
                        ECHO_LINES, limits -> limits.frameTimeout(LIMIT).bytesPerSecondMin(1_000));
        Wire wire = rig.connect(server);
        wire.send("hello\n");
        assertThat(wire.receiveLine()).isEqualTo("hello");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.TOO_SLOW);
    }

    @Test
    void whoWaitsForTheHandlerIsNotTooSlow() throws Exception {
        if (place.model().hasProcesses()) return; // as under virtual, and nobody sees its handler
        AtomicBoolean served = new AtomicBoolean();
        Handler slow =
                connection -> {
                    String line = Objects.requireNonNull(connection.readLine());
                    served.set(true);
                    awaitTheLimit();
                    connection.writeLine(line);
                };
        Server server =
                rig.converse(slow, limits -> limits.frameTimeout(LIMIT).bytesPerSecondMin(10));
        Wire wire = rig.connect(server);
        try {
            wire.send("enough for a second\n");
            assertThat(wire.receiveLine()).isEqualTo("enough for a second");
        } catch (IOException | AssertionError e) {
            if (!served.get()) throw new TestAbortedException("the machine let the time pass", e);
            throw e;
        }
    }

    private static void awaitTheLimit() {
        long begunNs = System.nanoTime();
        Eventually.until(
                "the limit is over", () -> System.nanoTime() - begunNs > 3 * LIMIT.toNanos());
    }

    @Test
    void idle() throws Exception {
        Server server = rig.converse(ECHO_LINES, limits -> limits.idleTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.drop();
        endedInTime(CloseReason.IDLE);
    }

    @Test
    void aLineThatIsNeverComplete() throws Exception {
        Server server = rig.converse(ECHO_LINES, limits -> limits.frameTimeout(LIMIT));
        Wire wire = rig.connect(server);
        wire.send("half a line");
        wire.drop();
        endedInTime(CloseReason.FRAME_TIMEOUT);
    }

    @Test
    void aPeerThatNeverReads() throws Exception {
        Server server =
                rig.converse(
                        connection -> {
                            byte[] block = new byte[100_000];
                            while (true) connection.write(block);
                        },
                        limits -> limits.writeTimeout(LIMIT));
        rig.connect(server);
        endedInTime(CloseReason.WRITE_TIMEOUT);
    }

    @Test
    void aPeerThatReadsSlowly() throws Exception {
        if (place.net().isIp()) return; // the kernel holds too much there to see a difference
        byte[] answer = new byte[4 * 1024 * 1024];
        Arrays.fill(answer, (byte) 'x');
        Duration limit = Duration.ofMillis(700);
        Server server =
                rig.converse(
                        connection -> connection.writeFrame(Rig.CODEC, Frame.of(answer)),
                        limits -> limits.writeTimeout(limit));
        Wire wire = rig.connect(server);
        try (Pauses pauses = new Pauses()) {
            pauses.within(limit, () -> receiveSlowly(wire, answer.length));
        }
        wire.expectEnd();
    }

    private static void receiveSlowly(Wire wire, int bytes) throws IOException {
        wire.receive(4);
        for (int left = bytes; left > 0; left -= 64 * 1024) {
            wire.receive(64 * 1024);
            LockSupport.parkNanos(15_000_000); // a slow reader's pace
        }
    }

    private void endedInTime(CloseReason reason) throws InterruptedException {
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isBetween(LIMIT, FAR_TOO_LATE);
    }

    @Test
    void drainEndsAWaitForALine() throws Exception {
        Server server = rig.converse(ECHO_LINES);
        Wire wire = rig.connect(server);
        wire.send("hello\n");
        assertThat(wire.receiveLine()).isEqualTo("hello");
        CompletableFuture<Integer> drained = ServerContractDrainTest.drainBeside(server, LONG);
        wire.expectEnd();
        wire.close();
        assertThat(drained.join()).isZero();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }

    @Test
    void drainLetsALineBeCompleted() throws Exception {
        Server server = rig.converse(ECHO_LINES);
        Wire wire = rig.connect(server);
        wire.send("hello\nhalf a ");
        assertThat(wire.receiveLine()).isEqualTo("hello");
        CompletableFuture<Integer> drained = ServerContractDrainTest.drainBeside(server, LONG);
        ServerContractDrainTest.awaitRefused(server);
        wire.send("line\n");
        assertThat(wire.receiveLine()).isEqualTo("half a line");
        wire.expectEnd();
        wire.close();
        assertThat(drained.join()).isZero();
    }

    @Test
    void drainCutsWhatGoesOnTooLong() throws Exception {
        CountDownLatch talking = rig.latch();
        CountDownLatch never = rig.latch();
        Server server =
                rig.converse(connection -> {
                    talking.countDown();
                    never.await();
                    connection.readLine();
                });
        Wire wire = rig.connect(server);
        talking.await();
        CompletableFuture<Integer> drained =
                ServerContractDrainTest.drainBeside(server, Duration.ofMillis(150));
        wire.drop(); // the socket is gone, whatever the handler does
        never.countDown();
        assertThat(drained.join()).isEqualTo(1);
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
    }
}
