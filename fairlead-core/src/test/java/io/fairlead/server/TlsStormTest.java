package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Codec;
import io.fairlead.net.ConnectOptions;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.tls.TestTls;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many half-way handshakes, and many new certificates, harm nobody who is connected. */
@ParameterizedClass
@MethodSource("places")
@Timeout(300)
class TlsStormTest {
    private static final int SWAPS = Effort.of(20, 100);

    @RegisterExtension final Rig rig;
    @TempDir Path directory;

    TlsStormTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.concurrent().filter(place -> place.net() == Place.Net.TLS);
    }

    // ---- half a handshake ----

    @Test
    void whoStopsInAHandshakeIsClosedInTimeAndHarmsNobody() throws Exception {
        int each = Effort.of(20, 1_300); // 9,100 in all: each has two descriptors of this process
        List<SocketChannel> stopped = new ArrayList<>();
        Server server =
                rig.serve(
                        Rig.ECHO,
                        limits -> limits.handshakeTimeout(Duration.ofSeconds(Effort.of(1, 20))));
        Wire known = rig.connect(server);
        known.echo("before");
        try {
            for (HalfHandshake.Phase phase : HalfHandshake.Phase.values()) {
                for (int i = 0; i < each; i++) {
                    stopped.add(HalfHandshake.stop(server.endpoint(), phase));
                }
                known.echo("beside " + phase);
            }
            int all = stopped.size();
            Eventually.until("all were accepted", () -> server.stats().opened() == 1 + all);
            Eventually.until(
                    () -> "their time is over: " + server.stats(),
                    () -> server.stats().open() == 1);
            for (int i = 0; i < all; i++) {
                ConnectionReport report = rig.recorder.awaitClosed();
                assertThat(report.reason())
                        .as(() -> report + " " + report.failure())
                        .isEqualTo(CloseReason.HANDSHAKE_TIMEOUT);
            }
        } finally {
            for (SocketChannel channel : stopped) channel.close();
        }
        known.echo("after");
        known.close();
        Eventually.until("no memory is held", () -> server.stats().bufferBytes() == 0);
    }

    // ---- new certificates ----

    @Test
    void certificatesAreSwappedUnderLoadAndNobodyIsLost() throws Exception {
        Path file = directory.resolve("gateway.pem");
        List<X509Certificate> shown = new CopyOnWriteArrayList<>(List.of(TestTls.renew(file)));
        Server server =
                rig.keep(
                        rig.builder()
                                .codec(Codec.lines())
                                .tls(TestTls.server(file))
                                .serve((peer, frame) -> peer.send(frame)));
        List<Connection> idle = new ArrayList<>();
        for (int i = 0; i < Effort.of(20, 4_000); i++) idle.add(connect(server));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> counts = new ArrayList<>();
            Callable<Integer> talks = () -> talk(server, over);
            Callable<Integer> visits = () -> visit(server, shown, over);
            for (int i = 0; i < 4; i++) counts.add(load.submit(talks));
            for (int i = 0; i < 2; i++) counts.add(load.submit(visits));
            try {
                for (int i = 0; i < SWAPS; i++) {
                    X509Certificate next = TestTls.renew(file);
                    assertThat(server.reloadCertificates()).containsExactly(next);
                    shown.add(next);
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> count : counts) assertThat(count.get()).isPositive();
        }
        for (Connection one : idle) {
            assertThat(echo(one)).isEqualTo("still here");
            one.close();
        }
        Eventually.until("all have left", () -> server.stats().open() == 0);
        for (long i = server.stats().opened(); i > 0; i--) {
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.PEER_CLOSED);
        }
    }

    private static Connection connect(Server server) throws IOException {
        return Client.connect(server.endpoint(), ConnectOptions.DEFAULT, TestTls.client());
    }

    private static String echo(Connection connection) throws IOException {
        connection.writeLine("still here");
        return String.valueOf(connection.readLine());
    }

    /** Says and hears lines on one connection; returns how many. */
    private static int talk(Server server, AtomicBoolean over) throws IOException {
        int lines = 0;
        try (Connection connection = connect(server)) {
            while (!over.get() || lines == 0) {
                assertThat(echo(connection)).isEqualTo("still here");
                lines++;
            }
        }
        return lines;
    }

    /** Connects anew again and again; each time the certificate is the last one, or a newer one. */
    private static int visit(Server server, List<X509Certificate> shown, AtomicBoolean over)
            throws IOException {
        int visits = 0;
        while (!over.get() || visits == 0) {
            int least = shown.size() - 1;
            try (Connection connection = connect(server)) {
                var tls = Objects.requireNonNull(connection.tls());
                X509Certificate seen = tls.certificates().getFirst();
                // One that was swapped in just now may not be in the list yet.
                int index = shown.indexOf(seen);
                assertThat(index < 0 ? least : index).isGreaterThanOrEqualTo(least);
                assertThat(echo(connection)).isEqualTo("still here");
            }
            visits++;
        }
        return visits;
    }
}
