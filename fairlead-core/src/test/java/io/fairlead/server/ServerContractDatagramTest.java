package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.ServerStats;
import io.fairlead.service.CloseReason;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams under every model: whole or not at all, and each source a peer of its own. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractDatagramTest {
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final int LONGEST = 65_507;

    @RegisterExtension final Rig rig;
    private final Place place;
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    ServerContractDatagramTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Of a place without connections, only the model and the IP version count. */
    static Stream<Place> places() {
        return Place.all().filter(place -> place.net().isTcp() && !place.model().hasProcesses());
    }

    private Server serve(Service service, UnaryOperator<LimitsBuilder> limits) throws Exception {
        String host = place.net() == Place.Net.TCP4 ? "127.0.0.1" : "::1";
        return rig.keep(
                Server.at(Endpoint.udp(host, 0))
                        .model(place.model())
                        .limits(Rig.limits(limits))
                        .observer(rig.recorder)
                        .serve(service));
    }

    private Server serve(Service service) throws Exception {
        return serve(service, limits -> limits);
    }

    private Probe probe(Server server) throws IOException {
        return rig.keep(Probe.open(server.endpoint()));
    }

    @Test
    void allSizesComeBackUnharmed() throws Exception {
        Probe probe = probe(serve(Rig.ECHO));
        for (int size : new int[] {0, 1, 512, 1_472, 8_192, LONGEST}) {
            byte[] payload = new byte[size];
            new Random(size).nextBytes(payload);
            assertThat(probe.exchange(payload)).as("%d bytes", size).isEqualTo(payload);
        }
    }

    @Test
    void manySources() throws Exception {
        Server server = serve(Rig.ECHO);
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < 50; i++) probes.add(probe(server));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < probes.size(); i++) probes.get(i).send(round + " of " + i);
            for (int i = 0; i < probes.size(); i++) {
                assertThat(probes.get(i).receive()).isEqualTo(round + " of " + i);
            }
        }
        assertThat(server.stats())
                .returns(50L, ServerStats::opened)
                .returns(50L, ServerStats::open);
    }

    @Test
    void aSilentSourceIsForgotten() throws Exception {
        Server server = serve(new NotingEcho(calls), limits -> limits.datagramPeerTimeout(LIMIT));
        Probe probe = probe(server);
        probe.exchange("hello");
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.IDLE);
        assertThat(report.duration()).isBetween(LIMIT, Duration.ofSeconds(60));
        assertThat(List.of(report.bytesReceived(), report.bytesSent())).containsExactly(5L, 5L);
        probe.exchange("again");
        assertThat(calls).startsWith("open", "hello", "IDLE", "open", "again");
    }

    @Test
    void aSourceThatTheServiceClosesBeginsAnew() throws Exception {
        Server server = serve(new NotingEcho(calls));
        Probe probe = probe(server);
        probe.exchange("close");
        probe.exchangeInTheEnd("again");
        assertThat(calls).containsSubsequence("open", "close", "SERVICE_CLOSED", "open", "again");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    @Test
    void aServiceThatThrows() throws Exception {
        Server server = serve(new NotingEcho(calls));
        Probe probe = probe(server);
        Probe other = probe(server);
        other.exchange("well");
        probe.exchange("fail");
        other.exchange("still well");
        probe.exchangeInTheEnd("a new try");
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).hasMessage("a bug");
        assertThat(server.stats().failed()).isEqualTo(1);
    }

    @Test
    void noMoreSourcesThanTheLimit() throws Exception {
        Server server = serve(new NotingEcho(calls), limits -> limits.datagramPeersMax(3));
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Probe probe = probe(server);
            probe.exchange("hello");
            probes.add(probe);
            Eventually.until("three at most", () -> server.stats().open() <= 3);
        }
        assertThat(server.stats().opened()).isEqualTo(5);
        probes.getFirst().exchange("forgotten, and welcome again");
        for (int i = 0; i < 3; i++) {
            assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.IDLE);
        }
    }

    @Test
    void aDatagramThatIsTooLong() throws Exception {
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        Server server =
                serve((peer, frame) -> {
                    try {
                        peer.send(new byte[LONGEST + 1]);
                    } catch (IllegalArgumentException e) {
                        refused.complete(e);
                    }
                    peer.send(frame);
                });
        assertThat(probe(server).exchange("small")).isEqualTo("small");
        assertThat(refused.join()).hasMessageContaining("65,507").hasMessageContaining("65508");
    }

    @Test
    void theCallsForOneSourceStayInOrder() throws Exception {
        Server server = serve(new NotingEcho(calls));
        Probe probe = probe(server);
        for (int i = 0; i < 100; i++) probe.send("number " + i);
        for (int i = 0; i < 100; i++) assertThat(probe.receive()).isEqualTo("number " + i);
    }

    @Test
    void drainTellsThatAllAreGone() throws Exception {
        Server server = serve(new NotingEcho(calls));
        probe(server).exchange("one");
        probe(server).exchange("two");
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
        assertThat(calls).containsExactly("open", "one", "open", "two", "DRAINED", "DRAINED");
    }

    @Test
    void aServiceThatLeavesItsThreadInterrupted() throws Exception {
        Server server =
                serve((peer, frame) -> {
                    peer.send(frame);
                    Thread.currentThread().interrupt();
                });
        Probe probe = probe(server);
        for (int i = 0; i < 5; i++) assertThat(probe.exchange("again")).isEqualTo("again");
    }
}
