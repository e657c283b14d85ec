package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.net.ConnectOptions;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler that sleeps on its connection, and what ends that. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#conversing")
@Timeout(120)
class ServerContractSleepTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofHours(1);

    @RegisterExtension final Rig rig;

    ServerContractSleepTest(Place place) {
        rig = new Rig(place);
    }

    @Test
    void untilTheTimeIsOver() throws Exception {
        Server server =
                rig.converse(connection -> {
                    long begunNs = System.nanoTime();
                    boolean over = connection.sleep(SHORT);
                    long tookNs = System.nanoTime() - begunNs;
                    connection.writeLine(over + " " + (tookNs >= SHORT.toNanos()));
                });
        assertThat(rig.connect(server).receiveLine()).isEqualTo("true true");
    }

    @Test
    void untilTheServerDrains() throws Exception {
        Server server =
                rig.converse(connection -> {
                    connection.writeLine("good night"); // which is sent before
                    boolean over = connection.sleep(LONG);
                    connection.writeLine(over + " " + connection.isDraining());
                });
        Wire wire = rig.connect(server);
        assertThat(wire.receiveLine()).isEqualTo("good night");
        CompletableFuture<Integer> drained =
                ServerContractDrainTest.drainBeside(server, Duration.ofSeconds(60));
        assertThat(wire.receiveLine()).isEqualTo("false true");
        wire.close();
        assertThat(drained.join()).isZero();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }

    @Test
    void untilALimitEndsTheConnection() throws Exception {
        Server server =
                rig.converse(
                        connection -> {
                            try {
                                connection.sleep(LONG);
                            } catch (IOException e) {
                                String limit = CloseReason.LIFETIME.words();
                                if (String.valueOf(e.getMessage()).endsWith(limit)) throw e;
                                throw new IllegalStateException(e); // a fault of the handler's
                            }
                        },
                        limits -> limits.lifetimeMax(SHORT));
        Wire wire = rig.connect(server);
        wire.drop();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.LIFETIME);
        assertThat(server.stats().failed()).isZero();
    }

    @Test
    void untilAnotherThreadEndsTheConnection() throws Exception {
        Server server =
                rig.converse(connection -> {
                    Thread.startVirtualThread(() -> connection.abort("enough"));
                    connection.sleep(LONG);
                });
        Wire wire = rig.connect(server);
        wire.drop();
        ConnectionReport end = rig.recorder.awaitClosed();
        assertThat(end.reason()).isEqualTo(CloseReason.SERVICE_ABORTED);
        assertThat(end.detail()).isEqualTo("enough");
    }

    @Test
    void untilItsThreadIsInterrupted() throws Exception {
        Server server =
                rig.converse(connection -> {
                    Thread sleeper = Thread.currentThread();
                    Thread.startVirtualThread(sleeper::interrupt);
                    connection.sleep(LONG);
                });
        Wire wire = rig.connect(server);
        wire.drop();
        ConnectionReport end = rig.recorder.awaitClosed();
        assertThat(end.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(end.failure()).hasMessageContaining("interrupted");
    }

    @Test
    void aClientsToo() throws Exception {
        Server server = rig.converse(connection -> connection.readLine());
        try (Connection client =
                Client.connect(server.endpoint(), ConnectOptions.DEFAULT, TestTls.client())) {
            assertThat(client.sleep(Duration.ofNanos(1))).isTrue();
            Thread.startVirtualThread(client::close);
            assertThatThrownBy(() -> client.sleep(LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the connection was closed while it slept");
        }
    }
}
