package io.fairlead.bench.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.bench.matrix.Generator.Timing;
import io.fairlead.bench.matrix.PeerProcess.RefusedException;
import io.fairlead.bench.peer.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs more than a server and our generator: relays, Redis, clients that come back, TLS. */
class OtherLoadsTest {
    private static final Timing SHORT = new Timing(0.1, 0.3);
    private static final double LONGEST_S = 10;

    private LoadDriver driver = new LoadDriver(Path.of(""), List.of(), SHORT);

    @BeforeEach
    void compile() throws IOException {
        Checkout.assumeProgramsCanBeBuilt();
        driver = new LoadDriver(Programs.compile(Checkout.home()), List.of(), SHORT);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(ProcessHandle.current().descendants().map(ProcessHandle::pid)).isEmpty();
    }

    private Map<String, Double> take(Cell cell, String name) throws IOException {
        BenchPeer peer =
                Peers.all(Checkout.home(), driver.programs(), Path.of("fairlead")).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        assertThat(peer.suits(cell)).isTrue();
        try {
            return take(cell, peer, SHORT.seconds());
        } catch (RefusedException e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
    }

    /** Measures for longer where the machine is too busy for so short a time. */
    private Map<String, Double> take(Cell cell, BenchPeer peer, double seconds) throws IOException {
        Timing timing = new Timing(SHORT.warmupS(), seconds);
        LoadDriver longer = new LoadDriver(driver.programs(), List.of(), timing);
        try {
            return Measurement.take(cell, peer, longer, List.of());
        } catch (IOException e) {
            boolean tooShort = String.valueOf(e.getMessage()).contains("not one message");
            if (!tooShort || seconds > LONGEST_S) throw e;
            return take(cell, peer, 4 * seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "nginx", "socat", "fairlead-epoll", "netty-epoll"})
    void bulkThroughARelayIsCountedInGiB(String relay) throws IOException {
        Map<String, Double> figures = take(Cell.relayBulk(), relay);

        double messages = figures.getOrDefault("messages", 0.0);
        double seconds = figures.getOrDefault("seconds", 0.0);
        assertThat(figures.get("cpu_s_per_gib")).isPositive();
        assertThat(figures.get("mib_per_s"))
                .as("a message has 1 MiB")
                .isCloseTo(messages / seconds, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "fairlead-epoll", "netty-epoll"})
    void messagesGoThroughARelayAndBack(String relay) throws IOException {
        Map<String, Double> figures = take(Cell.relay("one", 2, Metric.P50), relay);

        assertThat(figures.get("p50_us")).isPositive();
        assertThat(figures).containsEntry("errors", 0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "netty-epoll", "fairlead-example"})
    void redisBenchmarkDrivesEachSmallRedis(String server) throws IOException {
        assumeTrue(Checkout.has("redis-benchmark"), "there is no redis-benchmark on the PATH");

        Map<String, Double> figures = take(Cell.resp(16), server);

        assertThat(figures.get("messages")).isPositive();
        assertThat(figures.get("cpu_us_per_message")).isPositive();
    }

    @Test
    void theTableOfRedisBenchmarkIsRead() throws IOException {
        List<String> table =
                List.of(
                        "\"test\",\"rps\",\"avg\",\"min\",\"p50\",\"p95\",\"p99\",\"max\"",
                        "\"PING_MBULK\",\"1000.0\",\"0.8\",\"0.1\",\"0.4\",\"1.9\",\"3.5\",\"9.5\"",
                        "\"SET\",\"2000.0\",\"0.4\",\"0.1\",\"0.5\",\"0.7\",\"0.9\",\"1.2\"",
                        "\"GET\",\"4000.0\",\"0.4\",\"0.1\",\"0.3\",\"0.6\",\"1.3\",\"3.2\"");

        assertThat(RedisGenerator.figures(table, 8_000))
                .containsEntry("messages", 24_000.0)
                .containsEntry("seconds", 14.0)
                .containsEntry("p50_us", 500.0)
                .containsEntry("p99_us", 3_500.0)
                .containsEntry("max_us", 9_500.0);
        assertThatThrownBy(() -> RedisGenerator.figures(table.subList(0, 3), 8_000))
                .as("a command that failed has no row")
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void allClientsComeBack(String model) throws IOException {
        OfferedLoad load = OfferedLoad.of(OfferedLoad.Mode.STORM, 50, 64, 1);
        Cell cell = new Cell("storm", "a small one", Role.CLIENTS, load, Metric.BACK);

        Map<String, Double> figures = take(cell, "fairlead-clients-" + model);

        assertThat(figures.get("back_ms")).isPositive();
        assertThat(figures.get("failed_attempts"))
                .as("it was away for ten times the first wait")
                .isGreaterThanOrEqualTo(50);
        assertThat(figures).containsEntry("messages", 50.0);
    }

    /** Not Netty over BoringSSL, which only a run of the matrix loads. */
    @ParameterizedTest
    @CsvSource({
        "tls-64, fairlead-epoll",
        "tls-full, fairlead-virtual",
        "tls-resumed, netty-epoll-jdk",
        "tls-16k, nginx-tls",
        "tls-full, haproxy-tls"
    })
    void tlsIsSpokenWithEach(String cell, String server) throws IOException {
        try {
            Programs.addTls(Checkout.home(), driver.programs());
        } catch (IOException e) {
            assumeTrue(false, e.getMessage());
        }
        Map<String, Double> figures = take(Workload.cells(cell).getFirst(), server);

        assertThat(figures.get("messages")).isPositive();
        assertThat(figures).containsEntry("errors", 0.0);
    }

    @Test
    void aServerThatIsNotOnThisMachineRefuses() {
        String script = Checkout.home().resolve("fairlead-bench/src/main/sh/peer.sh").toString();

        assertThatThrownBy(() ->
                        new PeerProcess(List.of(script, "no-such-relay", "1", "2"), List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no no-such-relay on this machine");
    }
}
