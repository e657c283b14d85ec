package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.connection.StreamConnection;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler's threads may do to their own connection, and to nothing else. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#conversing")
@Timeout(120)
class ServerContractHandlerThreadsTest {
    private static final int WRITES = 300;

    @RegisterExtension final Rig rig;

    ServerContractHandlerThreadsTest(Place place) {
        rig = new Rig(place);
    }

    /**
     * Three threads write and a fourth closes: what was sent without an error arrives, whole and in
     * each thread's order. A seed decides how much, and when the end comes.
     */
    @Test
    void whatSeveralThreadsWriteArrives() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3; round++) {
            Records records = new Records(random.nextLong(), random.nextInt(200));
            Server server = rig.converse(records::write);
            byte[] arrived;
            try (Wire wire = rig.connect(server)) {
                arrived = wire.receiveToEnd();
            }
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
            records.check(arrived, "seed " + seed);
            nothingIsLeft(server);
        }
    }

    /** Numbered records of several threads on one connection. */
    private static final class Records {
        static final int WRITERS = 3;
        final long seed;
        final int endsAfter;
        final AtomicInteger sent = new AtomicInteger();
        final int[] sentBy = new int[WRITERS];
        final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

        Records(long seed, int endsAfter) {
            this.seed = seed;
            this.endsAfter = endsAfter;
        }

        void write(Connection connection) throws InterruptedException {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                threads.add(
                        Thread.ofPlatform()
                                .uncaughtExceptionHandler((_, e) -> failures.add(e))
                                .start(() -> writeAll(connection, number)));
            }
            while (sent.get() < endsAfter && threads.stream().anyMatch(Thread::isAlive)) {
                LockSupport.parkNanos(10_000);
            }
            connection.close();
            for (Thread thread : threads) thread.join();
        }

        private void writeAll(Connection connection, int number) {
            Random random = new Random(seed + number);
            for (int i = 0; i < WRITES; i++) {
                int size = random.nextInt(random.nextInt(8) == 0 ? 40_000 : 400);
                ByteBuffer record = ByteBuffer.allocate(12 + size);
                record.putInt(size).putInt(number).putInt(i).rewind();
                if (!succeeds(() -> connection.write(record))) return;
                if (!succeeds(connection::flush)) return;
                sentBy[number]++;
                sent.incrementAndGet();
            }
        }

        private static boolean succeeds(Call call) {
            try {
                call.run();
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        void check(byte[] arrived, String seeds) {
            assertThat(failures).as(seeds).isEmpty();
            int[] next = new int[WRITERS];
            ByteBuffer all = ByteBuffer.wrap(arrived);
            while (all.remaining() >= 12 && all.remaining() >= 12 + all.getInt(all.position())) {
                byte[] bytes = new byte[all.getInt()];
                assertThat(next[all.getInt()]++).as(seeds).isEqualTo(all.getInt());
                all.get(bytes);
                assertThat(bytes).as(seeds).isEqualTo(new byte[bytes.length]);
            }
            for (int i = 0; i < WRITERS; i++) {
                assertThat(next[i]).as(seeds).isGreaterThanOrEqualTo(sentBy[i]);
            }
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    /** The handler returns while another of its threads is in a read. */
    @Test
    void aThreadIsLeftInARead() throws Exception {
        CompletableFuture<Object> heard = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    Thread.ofPlatform().start(() -> heard.complete(read(connection)));
                    while (!((StreamConnection) connection).isInUse()) Thread.onSpinWait();
                });
        rig.connect(server);
        CloseReason reason = rig.recorder.awaitClosed().reason();
        assertThat(reason).isEqualTo(CloseReason.SERVICE_CLOSED);
        assertThat(heard.get(60, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        nothingIsLeft(server);
    }

    @Test
    void aCloseByAnotherThread() throws Exception {
        CompletableFuture<Connection> connected = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    connected.complete(connection);
                    connection.readLine();
                });
        rig.connect(server);
        connected.get(60, TimeUnit.SECONDS).close();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
        nothingIsLeft(server);
    }

    @Test
    void aCloseByTheHandlerAfterTheEnd() throws Exception {
        Server server =
                rig.converse(connection -> {
                    try (connection) {
                        connection.readLine();
                    }
                });
        rig.connect(server).shutdownOutput();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void anInterruptFromOutside() throws Exception {
        CompletableFuture<Thread> served = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    served.complete(Thread.currentThread());
                    connection.readLine();
                });
        rig.connect(server);
        served.get(60, TimeUnit.SECONDS).interrupt();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).isNotNull().hasMessageContaining("interrupted");
    }

    @Test
    void anInterruptFlagThatTheHandlerLeaves() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.writeLine("last words");
                    Thread.currentThread().interrupt();
                });
        Wire wire = rig.connect(server);
        assertThat(wire.receiveLine()).isEqualTo("last words");
        wire.expectEnd();
        wire.shutdownOutput();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    @Test
    void outputThatIsEndedTwice() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.readLine();
                    connection.write("answer\n");
                    connection.shutdownOutput();
                    connection.shutdownOutput();
                });
        Wire wire = rig.connect(server);
        wire.shutdownOutput();
        assertThat(wire.receiveLine()).isEqualTo("answer");
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
    }

    @Test
    void theLimitThatEndedTheConnectionIsNamed() throws Exception {
        CompletableFuture<Object> heard = new CompletableFuture<>();
        Server server =
                rig.converse(
                        connection -> heard.complete(read(connection)),
                        limits -> limits.idleTimeout(Duration.ofMillis(100)));
        rig.connect(server);
        assertThat(heard.get(60, TimeUnit.SECONDS).toString()).contains(CloseReason.IDLE.words());
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.IDLE);
    }

    private static Object read(Connection connection) {
        try {
            return String.valueOf(connection.readLine());
        } catch (IOException e) {
            return e;
        }
    }

    private static void nothingIsLeft(Server server) throws InterruptedException {
        server.drain(Duration.ofSeconds(10));
        assertThat(server.stats().open()).isZero();
        assertThat(server.stats().bufferBytes()).isZero();
    }
}
