package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.load.Load.Answer;
import io.fairlead.load.Load.Kind;
import io.fairlead.load.result.Interval;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.service.PeerGroup;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Load on Fairlead's own servers, which do what they should. */
class LoadRunTest {
    private static Server echo(String endpoint, Codec codec, Model model) throws IOException {
        Service echo = (Service & Serializable) Peer::send; // for models of processes
        return Server.at(endpoint).codec(codec).model(model).serve(echo);
    }

    private static void assertClean(LoadReport report) {
        assertThat(report.failure()).isNull();
        assertThat(report.firstFault()).isNull();
        assertThat(report.errors()).isZero();
        assertThat(report.messages()).isPositive().isEqualTo(report.service().count());
        assertThat(report.didWork()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void everyModelEchoes(Model model) throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), model)) {
            // One at a time is all that iterative does.
            int connections = model == Model.ITERATIVE ? 1 : 4;
            LoadBuilder load =
                    Loads.brief(server.endpoint())
                            .connections(connections)
                            .depth(3)
                            .timeout(Duration.ofSeconds(60)); // a process has to start first
            LoadReport report = Loads.run(load);
            assertClean(report);
            assertThat(report.connects()).isEqualTo(connections);
            assertThat(report.payloadBytes()).isEqualTo(report.messages() * 64);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "64, 16", "1000, 2", "70000, 3", "1048576, 2"})
    void everySizeComesBack(int size, int depth) throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), Model.SELECTOR)) {
            Payload payload = Payload.ofSize(size);
            assertClean(
                    Loads.run(
                            Loads.brief(server.endpoint())
                                    .payload(payload)
                                    .depth(depth)
                                    .connections(2)
                                    .threads(2)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "crlf", "length:4", "length:2le", "varint", "fixed:64"})
    void everyFramingIsEchoed(String codec) throws Exception {
        try (Server server = echo("tcp://:0", Codec.parse(codec), Model.SELECTOR)) {
            LoadBuilder load = Loads.brief(server.endpoint()).codec(Codec.parse(codec)).depth(5);
            assertClean(Loads.run(load));
            assertClean(Loads.run(load.answer(Answer.ANY)));
        }
    }

    @Test
    void unixSockets(@TempDir Path folder) throws Exception {
        Endpoint path = Endpoint.unix(folder.resolve("x.sock"));
        try (Server server = echo(path.toString(), Codec.raw(), Model.SELECTOR)) {
            assertClean(Loads.run(Loads.brief(server.endpoint()).connections(3)));
            assertClean(Loads.run(Loads.brief(server.endpoint()).kind(Kind.CHURN).connections(3)));
        }
    }

    @Test
    void abstractUnixSockets() throws Exception {
        String name = "unix:@fairlead-load-" + ProcessHandle.current().pid();
        try (Server server = echo(name, Codec.raw(), Model.EPOLL)) {
            assertClean(Loads.run(Loads.brief(server.endpoint())));
        }
    }

    @Test
    void datagrams() throws Exception {
        try (Server server = echo("udp://:0", Codec.raw(), Model.SELECTOR)) {
            LoadBuilder load = Loads.brief(server.endpoint()).connections(2).depth(4);
            assertClean(Loads.run(load.payload(Payload.ofSize(1400))));
            assertClean(Loads.run(load.payload(Payload.of(new byte[] {1, 2, 3}))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://:0", "udp://:0"})
    void selectorsDoWhereThereIsNoEpoll(String endpoint) throws Exception {
        System.setProperty("fairlead.load.selector", "true");
        try (Server server = echo(endpoint, Codec.raw(), Model.SELECTOR)) {
            LoadBuilder load = Loads.brief(server.endpoint()).payload(Payload.ofSize(2000));
            // Few: what a socket's buffer has no room for is lost over UDP, as ever.
            assertClean(Loads.run(load.connections(3).depth(4)));
        } finally {
            System.clearProperty("fairlead.load.selector");
        }
    }

    @Test
    void anOpenLoopSendsWhatIsDueAndNoMore() throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), Model.SELECTOR)) {
            LoadReport report =
                    Loads.run(
                            Loads.brief(server.endpoint())
                                    .rate(1000)
                                    .connections(7)
                                    .threads(2)
                                    .duration(Duration.ofSeconds(1)));
            assertThat(report.errors()).isZero();
            // Those that a slow machine had no time for are counted, too. The ends may be due
            // in or out.
            assertThat(report.messages() + report.notSent()).isBetween(996L, 1004L);
            assertThat(report.response().count()).isEqualTo(report.messages() + report.notSent());
        }
    }

    @Test
    void churnMakesAConnectionForEachMessage() throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), Model.VIRTUAL)) {
            LoadReport report =
                    Loads.run(Loads.brief(server.endpoint()).kind(Kind.CHURN).connections(5));
            assertClean(report);
            assertThat(report.connects()).isBetween(report.messages() - 5, report.messages() + 5);
        }
    }

    @Test
    void idleConnectionsAreHeldAndTheMemoryOfTheServerIsFitted() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "60").start();
        try (Server server = echo("tcp://:0", Codec.raw(), Model.SELECTOR)) {
            LoadReport report =
                    Loads.run(
                            Loads.brief(server.endpoint())
                                    .kind(Kind.IDLE)
                                    .connections(40)
                                    .serverPid(sleeper.pid()));
            assertThat(report.connects()).isEqualTo(40);
            assertThat(report.connected()).isEqualTo(40);
            assertThat(report.errors()).isZero();
            assertThat(report.didWork()).isTrue();
            assertThat(report.server().command()).isEqualTo("sleep");
            assertThat(report.server().rssBytes()).isPositive();
            assertThat(report.server().bytesPerConnection()).isNotNaN();
        } finally {
            sleeper.destroyForcibly();
        }
    }

    @Test
    void aFanOutReachesEveryReceiver() throws Exception {
        PeerGroup all = new PeerGroup();
        Service broadcast =
                new Service() {
                    @Override
                    public void onOpen(Peer peer) {
                        all.join(peer);
                    }

                    @Override
                    public void onFrame(Peer peer, Frame payload) {
                        all.send(payload);
                    }
                };
        try (Server server =
                Server.at("tcp://:0").codec(Codec.lines()).model(Model.SELECTOR).serve(broadcast)) {
            LoadReport report =
                    Loads.run(
                            Loads.brief(server.endpoint())
                                    .kind(Kind.FANOUT)
                                    .connections(10)
                                    .codec(Codec.lines())
                                    .depth(2));
            assertClean(report);
            assertThat(report.connects()).isEqualTo(11);
            assertThat(report.messages()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void whatIsOnlySentCountsWhenItIsTaken() throws Exception {
        try (StrangeServer sink =
                new StrangeServer((in, out) -> in.transferTo(OutputStream.nullOutputStream()))) {
            assertClean(Loads.run(Loads.brief(sink.endpoint()).answer(Answer.NONE).depth(8)));
        }
    }

    @Test
    void stoppedItReportsWhatItHas() throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), Model.SELECTOR)) {
            CompletableFuture<Interval> first = new CompletableFuture<>();
            Load load = Loads.brief(server.endpoint()).duration(Duration.ofHours(1)).build();
            LoadRun run = new LoadRun(load, first::complete);
            CompletableFuture<LoadReport> report = Loads.start(run);
            assertThat(first.get(60, TimeUnit.SECONDS).messages()).isPositive();
            run.stop();
            LoadReport end = report.get(60, TimeUnit.SECONDS);
            assertThat(end.stopped()).isTrue();
            assertThat(end.messages()).isPositive();
            assertThat(end.errors()).isZero();
            assertThat(end.lengthNs()).isLessThan(TimeUnit.MINUTES.toNanos(2));
        }
    }

    @Test
    void nothingIsLeftOpen() throws Exception {
        try (Server server = echo("tcp://:0", Codec.raw(), Model.SELECTOR)) {
            LoadBuilder load = Loads.brief(server.endpoint()).connections(20);
            Loads.run(load); // classes load, and open files
            Loads.run(load.kind(Kind.CHURN));
            long before = sockets(server);
            Loads.run(load.kind(Kind.EXCHANGE));
            Loads.run(load.kind(Kind.CHURN));
            assertThat(sockets(server)).isEqualTo(before);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("fairlead-load"));
        }
    }

    /** Sockets and epoll instances of this process, after the server has closed its ends. */
    private static long sockets(Server server) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.stats().open() > 0 && System.nanoTime() < endNs) Thread.onSpinWait();
        List<String> open = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : files.toList()) {
                if (!Files.isSymbolicLink(file)) continue;
                String target = Files.readSymbolicLink(file).toString();
                if (target.matches("socket:.*|anon_inode:.*")) open.add(target);
            }
        }
        return open.size();
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        Endpoint udp = Endpoint.parse("udp://:7");
        Endpoint tcp = Endpoint.parse("tcp://:7");
        refused(Load.at(udp).codec(Codec.lines()), "each datagram is a message");
        refused(Load.at(udp).kind(Kind.CHURN), "UDP has no connections");
        refused(Load.at(udp).payload(Payload.ofSize(70_000)), "at most 65507 bytes");
        refused(Load.at(udp).payload(Payload.ofSize(15)), "needs 16 bytes");
        refused(Load.at(tcp).answer(Answer.ANY), "the end of an answer is unknown");
        refused(Load.at(tcp).connections(0), "the number of connections must be from 1 to");
        refused(Load.at(tcp).depth(-1), "depth must be from 1 to 65536");
        refused(Load.at(tcp).duration(Duration.ZERO), "duration must be above 0");
        Payload twoLines = Payload.of("a\nb".getBytes(StandardCharsets.UTF_8));
        refused(Load.at(tcp).codec(Codec.lines()).payload(twoLines), "");
    }

    private static void refused(LoadBuilder load, String why) {
        assertThatThrownBy(load::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
