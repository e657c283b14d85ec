package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.connection.StreamConnection;
import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.DeadlineException;
import io.fairlead.service.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two parties on one connection: one thread reads, and others push. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#conversing")
@Timeout(120)
class ServerContractHandlerSendTest {
    private static final int QUEUED_MAX = 200_000;
    private static final int KERNEL_BYTES = 4_096;
    private static final Frame LONG = Frame.of("x".repeat(10_000));

    @RegisterExtension final Rig rig;

    ServerContractHandlerSendTest(Place place) {
        rig = new Rig(place);
    }

    @Test
    void aPushReachesAPeerThatSendsNothing() throws Exception {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    connected.complete(connection);
                    connection.readLine(); // to the end
                });
        Wire wire = rig.connect(server);
        Connection connection = connected.get(60, TimeUnit.SECONDS);
        assertThat(connection.send(Rig.CODEC, Frame.of("news"))).isEqualTo(SendResult.QUEUED);
        assertThat(wire.receiveText()).isEqualTo("news");
        Eventually.until(() -> "all is taken", () -> connection.queuedBytes() == 0);
    }

    /** The peer does not read: the sender is told, and what was queued arrives in order. */
    @Test
    void aSendWaitsForNobody() throws Exception {
        CompletableFuture<Integer> queued = new CompletableFuture<>();
        CountDownLatch read = rig.latch();
        Server server =
                rig.converse(
                        connection -> {
                            int count = 0;
                            while (connection.send(Rig.CODEC, LONG).isQueued()) count++;
                            assertThat(connection.queuedBytes()).isPositive();
                            queued.complete(count);
                            read.await();
                        },
                        limits -> limits.queuedBytesMax(QUEUED_MAX));
        Wire wire = rig.connect(server, KERNEL_BYTES);
        int count = queued.get(60, TimeUnit.SECONDS);
        assertThat(count).isGreaterThanOrEqualTo(QUEUED_MAX / LONG.size() - 1);
        read.countDown(); // the handler returns, and what it has queued still goes out
        for (int i = 0; i < count; i++) assertThat(wire.receiveFrame()).hasSize(LONG.size());
        wire.expectEnd();
        wire.shutdownOutput();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    /** A seed decides which is sent and which is written, and when it is flushed. */
    @Test
    void whatIsSentAndWrittenKeepsItsOrder() throws Exception {
        long seed = System.nanoTime();
        int frames = 500;
        Server server =
                rig.converse(connection -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < frames; i++) {
                        Frame frame = Frame.of(i + " ".repeat(random.nextInt(3_000)));
                        switch (random.nextInt(4)) {
                            case 0 -> connection.writeFrame(Rig.CODEC, frame);
                            case 1 -> connection.write(ByteBuffer.wrap(Wire.frame(frame.bytes())));
                            default -> sendUntilQueued(connection, frame);
                        }
                        if (random.nextInt(10) == 0) connection.flush();
                    }
                });
        Wire wire = rig.connect(server, KERNEL_BYTES);
        for (int i = 0; i < frames; i++) {
            assertThat(wire.receiveText().trim()).as("seed %d", seed).isEqualTo("" + i);
        }
        wire.expectEnd();
    }

    private static void sendUntilQueued(Connection connection, Frame frame) throws IOException {
        while (!connection.send(Rig.CODEC, frame).isQueued()) connection.flush();
    }

    @Test
    void ofTwoThatReadOneIsToldOfTheOther() throws Exception {
        CompletableFuture<Thread> first = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    first.complete(
                            Thread.ofPlatform().name("first").start(() -> readOn(connection)));
                    while (!((StreamConnection) connection).isInUse()) Thread.onSpinWait();
                    connection.readLine();
                });
        rig.connect(server);
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two threads read")
                .hasMessageContaining("first");
        first.get(60, TimeUnit.SECONDS).join();
    }

    private static void readOn(Connection connection) {
        try {
            connection.readLine();
        } catch (IOException e) {
            // the connection ends
        }
    }

    /** What others write after it would be taken for its rest. */
    @Test
    void afterHalfAWriteOnlyItsThreadGoesOn() throws Exception {
        CompletableFuture<Throwable> other = new CompletableFuture<>();
        CountDownLatch read = rig.latch();
        Server server =
                rig.converse(connection -> {
                    ByteBuffer large = ByteBuffer.allocate(8_000_000);
                    while (!isHalfWritten(connection, large)) {
                        // The kernel may take more for a while.
                    }
                    connection.timeout(null);
                    other.complete(failure(() -> connection.writeLine("other")));
                    read.await();
                    connection.write(large);
                    connection.flush();
                });
        Wire wire = rig.connect(server, KERNEL_BYTES);
        assertThat(other.get(60, TimeUnit.SECONDS)).hasMessageContaining("another thread wrote");
        read.countDown();
        assertThat(wire.receiveToEnd()).hasSize(8_000_000);
    }

    /** Whether a part of {@code bytes} has gone, and the kernel takes no more. */
    private static boolean isHalfWritten(Connection connection, ByteBuffer bytes)
            throws IOException {
        connection.timeout(Duration.ofMillis(20));
        assertThatThrownBy(() -> connection.write(bytes)).isInstanceOf(DeadlineException.class);
        connection.timeout(Duration.ZERO);
        try {
            connection.flush();
            return false;
        } catch (DeadlineException e) {
            return bytes.position() > 0;
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    /** What {@code call} throws in a thread of its own. */
    private static Throwable failure(Call call) throws InterruptedException {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                call.run();
                                failure.complete(new AssertionError("it did not fail"));
                            } catch (IOException e) {
                                failure.complete(e);
                            }
                        });
        thread.join();
        return failure.join();
    }

    @Test
    void anAbortFromOutsideIsAReset() throws Exception {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    connected.complete(connection);
                    connection.readLine();
                });
        Wire wire = rig.connect(server);
        Connection connection = connected.get(60, TimeUnit.SECONDS);
        connection.abort("a wrong key");
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_ABORTED);
        assertThat(report.detail()).isEqualTo("a wrong key");
        if (rig.place().net().isIp()) {
            assertThatThrownBy(() -> wire.receive(1)).hasMessageContaining("reset");
        }
        assertThat(connection.send(Rig.CODEC, LONG)).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void aDrainIsToldFromThePeersEnd() throws Exception {
        CompletableFuture<Boolean> draining = new CompletableFuture<>();
        CountDownLatch reading = new CountDownLatch(1);
        Server server =
                rig.converse(connection -> {
                    assertThat(connection.isDraining()).isFalse();
                    reading.countDown();
                    assertThat(connection.readLine()).isNull();
                    draining.complete(connection.isDraining());
                });
        rig.connect(server);
        assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
        server.drain(Duration.ofSeconds(10));
        assertThat(draining.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }
}
