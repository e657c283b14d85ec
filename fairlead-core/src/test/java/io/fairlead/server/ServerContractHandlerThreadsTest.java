package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.connection.StreamConnection;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    /** One of the two is told; the connection ends and is reported, and its memory is back. */
    @Test
    void twoThreadsWrite() throws Exception {
        Server server =
                rig.converse(connection -> {
                    Thread other = Thread.ofPlatform().start(() -> writeMuch(connection));
                    writeMuch(connection);
                    other.join();
                });
        for (int i = 0; i < 5; i++) {
            try (Wire wire = rig.connect(server)) {
                wire.receiveToEnd();
            }
            rig.recorder.awaitClosed();
        }
        nothingIsLeft(server);
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

    private static void writeMuch(Connection connection) {
        byte[] bytes = new byte[5_000];
        for (int i = 0; i < WRITES; i++) {
            try {
                connection.write(bytes);
                connection.flush();
            } catch (IOException | IllegalStateException e) {
                // the other thread's turn
            }
        }
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
