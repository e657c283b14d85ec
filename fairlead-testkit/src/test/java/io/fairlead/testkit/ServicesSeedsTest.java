package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Server;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.services.ServiceOptions;
import io.fairlead.services.Shipped;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The services that ship, and clients that do anything: whatever goes wrong, no service fails, each
 * connection ends once, and nothing is kept of it.
 */
class ServicesSeedsTest {
    private static final List<Shipped> ALL = List.of(Shipped.values());
    private static final ServiceOptions OPTIONS =
            ServiceOptions.DEFAULT
                    .withClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                    .withPrint(_ -> {});

    /** Ends that are the house's fault, and nobody else's. */
    private static final Set<CloseReason> OURS =
            Set.of(CloseReason.SERVICE_FAILED, CloseReason.SERVER_FAILED, CloseReason.CODEC_FAILED);

    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    @Test
    void noServiceFails() {
        for (int seed = 0; seed < Effort.SEEDS; seed++) {
            Shipped shipped = ALL.get(seed % ALL.size());
            try (SimulatedNetwork net = SimulatedNetwork.of(seed)) {
                live(net, shipped);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(shipped + ", seed " + seed, e);
            }
        }
    }

    private static void live(SimulatedNetwork net, Shipped shipped) {
        RandomGenerator random = net.random();
        net.faults(SimulatedFaults.usual()).socketBytesMax(256 << random.nextInt(8));
        net.threadPerConnection(random.nextInt(3) == 0);
        net.limits(shipped.limits(limits(random)));
        Server server = net.serve("tcp://server:7", shipped.codec(), shipped.service(OPTIONS));
        List<SimulatedClient> clients = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            clients.add(net.connect("client" + i, "tcp://server:7", Codec.raw()));
        }
        for (int step = random.nextInt(30); step > 0; step--) {
            act(random, clients.get(random.nextInt(clients.size())));
            net.run(Duration.ofMillis(random.nextInt(300)));
        }
        if (random.nextInt(3) == 0) {
            server.close();
            net.run(Duration.ofSeconds(20));
        }
        clients.forEach(SimulatedClient::abort);
        net.run(Duration.ofHours(30));
        assertThat(clients).allMatch(SimulatedClient::isOver);
        assertThat(net.openConnections()).isZero();
        assertThat(net.bufferBytes()).isZero();
        assertThat(server.stats().open()).isZero();
        assertThat(net.ends()).noneMatch(end -> OURS.contains(end.reason()));
        List<Long> ids =
                net.ends().stream()
                        .filter(end -> end.endpoint().equals(server.endpoint()))
                        .filter(end -> end.remoteAddress().toString().startsWith("client"))
                        .map(ConnectionReport::id)
                        .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSize((int) server.stats().opened());
    }

    private static Limits limits(RandomGenerator random) {
        return Limits.builder()
                .queuedBytesMax(1 + random.nextInt(random.nextInt(2) == 0 ? 100 : 20_000))
                .connectionsMax(1 + random.nextInt(5))
                .bufferBytesTotal(random.nextInt(4) == 0 ? 96 * 1024 : 1 << 24)
                .build();
    }

    private static void act(RandomGenerator random, SimulatedClient client) {
        switch (random.nextInt(12)) {
            case 0 -> client.shutdownOutput();
            case 1 -> client.abort();
            case 2 -> client.close();
            case 3 -> client.send(Frame.of(new byte[random.nextInt(40_000)]));
            default -> client.send("line\n".repeat(random.nextInt(20)) + "half");
        }
    }

    /** Nobody waits for memory until a deadline: it is tried again, or the connection ends. */
    @Test
    void whoFindsNoMemoryIsNotForgotten() {
        for (int seed = 0; seed < Effort.SEEDS / 4; seed++) {
            try (SimulatedNetwork net = SimulatedNetwork.of(seed)) {
                net.faults(SimulatedFaults.none().with(SimulatedFault.NO_MEMORY, 0.2));
                net.threadPerConnection(seed % 2 == 1);
                net.serve("tcp://server:7", Codec.lines(), Shipped.UPPER.service(OPTIONS));
                SimulatedClient client = net.connect("tcp://server:7", Codec.lines());
                for (int i = 0; i < 20; i++) {
                    client.send("line " + i);
                    net.run(Duration.ofMillis(1));
                }
                client.shutdownOutput();
                net.run(Duration.ofSeconds(5));
                assertThat(client.isOver()).as("over, seed " + seed).isTrue();
                assertThat(net.openConnections()).isZero();
            }
        }
    }

    @Test
    void withoutFaultsAnEchoIsWholeWhateverTheLimits() {
        for (int seed = 0; seed < Effort.SEEDS / 4; seed++) {
            try (SimulatedNetwork net = SimulatedNetwork.of(seed)) {
                net.faults(
                        SimulatedFaults.none()
                                .with(SimulatedFault.SHORT_READ, 0.3)
                                .with(SimulatedFault.SHORT_WRITE, 0.3)
                                .with(SimulatedFault.WOULD_BLOCK, 0.2)
                                .with(SimulatedFault.SLICE, 0.5)
                                .with(SimulatedFault.ORDER, 0.5)
                                .with(SimulatedFault.PAUSE, 0.01)
                                .with(SimulatedFault.LATENCY, 0.3));
                net.limits(Limits.builder().queuedBytesMax(1 + net.random().nextInt(100)).build());
                net.socketBytesMax(256 << net.random().nextInt(5));
                net.threadPerConnection(seed % 2 == 1);
                net.serve("tcp://server:7", Codec.lines(), Shipped.UPPER.service(OPTIONS));
                net.threadPerConnection(false); // or neither would read while it writes
                SimulatedClient client = net.connect("tcp://server:7", Codec.lines());
                List<String> sent = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    String text = i + "x".repeat(net.random().nextInt(200));
                    sent.add(text.toUpperCase(java.util.Locale.ROOT));
                    client.send(text);
                }
                client.shutdownOutput();
                net.run(Duration.ofMinutes(2)); // nobody waits for a deadline
                assertThat(client.texts()).as("seed " + seed).isEqualTo(sent);
                assertThat(client.isInputEnded()).isTrue();
            }
        }
    }
}
