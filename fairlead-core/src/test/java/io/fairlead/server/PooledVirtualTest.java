package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.report.StallReport;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only {@link Model#POOLED_VIRTUAL} promises. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class PooledVirtualTest {
    private static final int CONNECTIONS = 10_000;
    private static final int WRITES = 200_000;

    @RegisterExtension final Rig rig = new Rig(new Place(Model.POOLED_VIRTUAL, Place.Net.TCP4));

    private static void echoLines(Connection connection) throws IOException {
        for (String line; (line = connection.readLine()) != null; ) connection.writeLine(line);
    }

    private static void exchange(Wire wire, String line) throws IOException {
        wire.send(line + "\n");
        assertThat(wire.receiveLine()).isEqualTo(line);
    }

    @Test
    void anIdleHandlerHoldsNoBuffer() throws Exception {
        Server server = rig.converse(PooledVirtualTest::echoLines);
        for (int i = 0; i < 20; i++) exchange(rig.connect(server), "and now idle");
        Eventually.until(
                () -> "no buffer is lent: " + server.stats(),
                () -> server.stats().bufferBytes() == 0);
        assertThat(server.stats().open()).isEqualTo(20);
    }

    @Test
    void tenThousandComeAndGo() throws Exception {
        Server server = rig.converse(PooledVirtualTest::echoLines);
        for (int i = 0; i < CONNECTIONS; i++) Wire.connect(server.endpoint(), 0).close();
        Eventually.until(
                () -> "all came: " + server.stats(), () -> server.stats().opened() == CONNECTIONS);
        Eventually.until(() -> "and went: " + server.stats(), () -> server.stats().open() == 0);
    }

    @Test
    void severalLoops() throws Exception {
        Server server =
                rig.keep(
                        rig.builder()
                                .loops(2)
                                .converse(connection -> {
                                    String self = Thread.currentThread().toString();
                                    connection.writeLine(self.replaceAll(".*@", ""));
                                    echoLines(connection);
                                }));
        List<String> loops = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Wire wire = rig.connect(server);
            loops.add(Objects.requireNonNull(wire.receiveLine()));
            exchange(wire, "hello");
        }
        assertThat(loops).allMatch(name -> name.startsWith("fairlead loop")).hasSize(64);
        assertThat(Footprint.threads()).filteredOn(name -> name.contains(" loop ")).hasSize(2);
    }

    /** One that writes without a wait: another, whose line is there, is served before its end. */
    @Test
    void whoNeverWaitsDoesNotStarveTheOthers() throws Exception {
        CountDownLatch goOn = rig.latch();
        AtomicInteger written = new AtomicInteger();
        AtomicInteger writtenAtAnswer = new AtomicInteger();
        Server server =
                rig.converse(connection -> {
                    if (Objects.equals(connection.readLine(), "bulk")) {
                        goOn.await();
                        while (written.incrementAndGet() < WRITES) {
                            connection.write(".");
                            connection.flush();
                        }
                    } else {
                        writtenAtAnswer.set(written.get());
                    }
                });
        Wire bulk = rig.connect(server);
        Wire other = rig.connect(server);
        bulk.send("bulk\n");
        Thread reader = Thread.ofPlatform().start(bulk::drop);
        Eventually.until("both are served", () -> server.stats().open() == 2);
        goOn.countDown();
        Eventually.until("it writes", () -> written.get() > 0);
        other.send("one line\n");
        other.expectEnd();
        reader.join();
        assertThat(written.get()).isEqualTo(WRITES);
        assertThat(writtenAtAnswer.get()).isBetween(1, WRITES - 1);
    }

    /** A read stops short at urgent data, though there is more behind it. */
    @Test
    void urgentDataHidesNothing() throws Exception {
        Server server = rig.converse(PooledVirtualTest::echoLines);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (int i = 0; i < 200; i++) {
                socket.getOutputStream().write("ab".getBytes(StandardCharsets.US_ASCII));
                socket.sendUrgentData('!');
                socket.getOutputStream().write("cd\n".getBytes(StandardCharsets.US_ASCII));
                byte[] line = socket.getInputStream().readNBytes(5);
                assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("abcd\n");
            }
        }
    }

    /** A connection may be used by any one thread at a time, also by one that is no loop's. */
    @Test
    void aPlatformThreadUsesTheConnection() throws Exception {
        Server server =
                rig.converse(connection -> {
                    CompletableFuture<Void> served = new CompletableFuture<>();
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    echoLines(connection);
                                    served.complete(null);
                                } catch (IOException e) {
                                    served.completeExceptionally(e);
                                }
                            });
                    served.join();
                });
        Wire wire = rig.connect(server);
        for (int i = 0; i < 100; i++) exchange(wire, "line " + i);
        wire.shutdownOutput();
        wire.expectEnd();
        assertThat(rig.recorder.awaitClosed().failure()).isNull();
    }

    @Test
    void anInterruptEndsAWaitAndTheConnection() throws Exception {
        BlockingQueue<Thread> handlers = new LinkedBlockingQueue<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Server server =
                rig.converse(connection -> {
                    handlers.add(Thread.currentThread());
                    try {
                        connection.readLine();
                    } catch (IOException e) {
                        thrown.complete(e);
                        throw e;
                    }
                });
        Wire wire = rig.connect(server);
        handlers.take().interrupt();
        assertThat(thrown.get(60, TimeUnit.SECONDS))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(ClosedByInterruptException.class),
                        e -> assertThat(e).hasCauseInstanceOf(ClosedByInterruptException.class));
        wire.drop();
    }

    // ---- stalls ----

    private static final class Stalls implements ServerObserver {
        final BlockingQueue<StallReport> reports = new LinkedBlockingQueue<>();

        @Override
        public void onStall(StallReport stall) {
            reports.add(stall);
        }
    }

    private static void computesUntil(CountDownLatch goOn) {
        while (goOn.getCount() > 0) Thread.onSpinWait();
    }

    @Test
    void whoHoldsTheLoopIsReportedOnceWithItsStack() throws Exception {
        Stalls stalls = new Stalls();
        CountDownLatch goOn = rig.latch();
        Server server =
                rig.keep(
                        Server.at("tcp://127.0.0.1:0")
                                .model(Model.POOLED_VIRTUAL)
                                .observer(stalls)
                                .limits(
                                        Rig.limits(limits ->
                                                limits.stallTimeout(Duration.ofMillis(100))))
                                .converse(connection -> {
                                    connection.readLine();
                                    computesUntil(goOn);
                                    connection.writeLine("done");
                                }));
        Wire wire = rig.connect(server);
        wire.send("compute\n");
        StallReport stall = stalls.reports.poll(60, TimeUnit.SECONDS);
        assertThat(stall).isNotNull();
        assertThat(stall.endpoint()).isEqualTo(server.endpoint());
        assertThat(stall.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(stall.stack().stream().map(StackTraceElement::getMethodName))
                .contains("computesUntil");
        assertThat(stall.words()).contains("fairlead pooled").contains("computesUntil");
        assertThat(stalls.reports.poll(500, TimeUnit.MILLISECONDS)).isNull();
        goOn.countDown();
        assertThat(wire.receiveLine()).isEqualTo("done");
    }

    private static final ThreadLocal<Connection> INITIAL = new ThreadLocal<>();

    /** Reads in its initializer, which pins the thread to the loop. */
    private static final class Pinned {
        static final String LINE;

        static {
            try {
                LINE = String.valueOf(INITIAL.get().readLine());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The loop cannot hear of the input while its thread is parked; so the thread does. */
    @Test
    void aPinnedThreadGetsItsInput() throws Exception {
        CountDownLatch begun = rig.latch();
        Server server =
                rig.converse(connection -> {
                    INITIAL.set(connection);
                    begun.countDown();
                    connection.writeLine(Pinned.LINE);
                    echoLines(connection);
                });
        Wire wire = rig.connect(server);
        begun.await();
        wire.send("first\n");
        assertThat(wire.receiveLine()).isEqualTo("first");
        exchange(wire, "second");
        Wire other = rig.connect(server); // the initializer is over
        assertThat(other.receiveLine()).isEqualTo("first");
        exchange(other, "third");
    }
}
