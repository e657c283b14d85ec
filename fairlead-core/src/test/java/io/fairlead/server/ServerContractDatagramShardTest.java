package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ServerStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Several loops on one UDP port: the kernel spreads the sources, and each stays where it is. */
@ParameterizedClass
@MethodSource("models")
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ServerContractDatagramShardTest {
    private static final int SOURCES = 40;
    private static final int LOOPS = 3;

    @RegisterExtension final Rig rig;
    private final Model model;

    ServerContractDatagramShardTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Place.shardable();
    }

    private ServerBuilder builder() {
        return Server.at("udp://127.0.0.1:0").model(model).loops(LOOPS).observer(rig.recorder);
    }

    @Test
    void manySources() throws Exception {
        Set<String> pairs = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Server server =
                rig.keep(
                        builder()
                                .serve((peer, frame) -> {
                                    threads.add(Thread.currentThread());
                                    pairs.add(peer + " " + Thread.currentThread().threadId());
                                    peer.send(frame);
                                }));
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) probes.add(rig.keep(Probe.open(server.endpoint())));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < SOURCES; i++) probes.get(i).send(round + " of " + i);
            for (int i = 0; i < SOURCES; i++) {
                assertThat(probes.get(i).receive()).isEqualTo(round + " of " + i);
            }
        }
        if (!model.runsHandlers()) { // else a datagram has a thread of its own
            assertThat(threads).hasSizeBetween(2, LOOPS);
            assertThat(pairs).as("each source has one loop").hasSize(SOURCES);
        }
        assertThat(server.stats()).returns((long) SOURCES, ServerStats::open);
        assertThat(server.drain(Duration.ofSeconds(10))).isZero();
        assertThat(server.stats().open()).isZero();
    }

    @Test
    void theLimitOfSourcesIsSharedOut() throws Exception {
        Server server =
                rig.keep(
                        builder()
                                .limits(Rig.limits(limits -> limits.datagramPeersMax(2 * LOOPS)))
                                .serve(Rig.ECHO));
        for (int i = 0; i < SOURCES; i++) {
            rig.keep(Probe.open(server.endpoint())).exchange("hello");
            // Who is pushed out by a new source is counted until the service knows.
            Eventually.until("as many at most", () -> server.stats().open() <= 2 * LOOPS);
        }
    }

    @Test
    void aUnixSocketIsNotShared() {
        Endpoint endpoint = new Place(model, Place.Net.UNIX).freeEndpoint();
        assertThatThrownBy(() -> Server.at(endpoint).model(model).loops(2).serve(Rig.ECHO).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot share a Unix-domain socket");
    }
}
