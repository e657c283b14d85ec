package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.Peer;
import io.fairlead.services.Chargen;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead bench} from arguments to exit code, against a server in this process. */
class BenchTest {
    private Server server;
    private String endpoint;

    @BeforeEach
    void start() throws Exception {
        server = Server.at("tcp://:0").codec(Codec.raw()).model(Model.SELECTOR).serve(Peer::send);
        endpoint = server.endpoint().toString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String[] brief(String... more) {
        List<String> all = new ArrayList<>(List.of("bench", "-d", "300ms", "--warm-up", "0"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void theTable() throws Exception {
        Run run = Run.of(brief("-c", "3", "--depth", "2", endpoint));
        assertThat(run.exit()).as(run.err.text()).isZero();
        assertThat(run.out.text())
                .startsWith(endpoint + ": 3 connections, depth 2, 64 B, closed loop\n")
                .containsPattern("\n  messages +[0-9,]+ in 300 ms, [0-9,]+/s, .* each way\n")
                .containsPattern("\n  latency +p50 +p90 +p99 +p99\\.9 +p99\\.99 +max")
                .containsPattern("\n  service time +[0-9.]+ .s ")
                .contains("\n  errors          0\n")
                .containsPattern("\n  generator +busy [0-9]+ %\n")
                .doesNotContain("response time")
                .doesNotContain("\u001b");
    }

    @Test
    void anOpenLoopTellsResponseFromServiceTime() throws Exception {
        Run run = Run.of(brief("--rate", "200", endpoint));
        assertThat(run.exit()).as(run.err.text()).isZero();
        assertThat(run.out.text())
                .contains("open loop at 200/s")
                .contains("response time")
                .contains("service time");
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        Run run = Run.of(brief("--json", endpoint));
        assertThat(run.exit()).as(run.err.text()).isZero();
        List<String> lines = run.out.text().lines().toList();
        assertThat(lines).allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
        assertThat(lines.getFirst()).contains("\"event\":\"start\"", "\"payload_bytes\":64");
        assertThat(lines.getLast())
                .contains("\"event\":\"end\"", "\"exit\":0", "\"errors\":0", "\"p99.9_us\":");
        assertThat(lines).anyMatch(line -> line.startsWith("{\"event\":\"interval\""));
    }

    @Test
    void whatIsAssertedHoldsOrNot() throws Exception {
        Run holds = Run.of(brief("--assert", "errors=0", "--assert", "p99<100s", endpoint));
        assertThat(holds.exit()).as(holds.err.text()).isZero();
        Run missed = Run.of(brief("--assert", "errors=0", "--assert", "p50<1ns", endpoint));
        assertThat(missed.exit()).isEqualTo(10);
        assertThat(missed.err.text())
                .containsPattern("fairlead: not met: p50<1ns, it was [0-9.]+ .s\n")
                .doesNotContain("errors=0");
        assertThat(missed.out.text()).contains("messages");
        Run json = Run.of(brief("--json", "--assert", "rate>900M", endpoint));
        assertThat(json.exit()).isEqualTo(10);
        assertThat(json.out.text()).contains("\"missed\":[\"not met: rate>900M, it was ");
    }

    @Test
    void thePageAndThePercentilesAreWritten(@TempDir Path folder) throws Exception {
        Path html = folder.resolve("r.html");
        Path hgrm = folder.resolve("r.hgrm");
        Run run = Run.of(brief("--html", html.toString(), "--hgrm", hgrm.toString(), endpoint));
        assertThat(run.exit()).as(run.err.text()).isZero();
        assertThat(Files.readString(html))
                .contains("<svg ", "Latency by percentile", "prefers-color-scheme: dark")
                .doesNotContainPattern("(?:src|href)=")
                .doesNotContain("http://", "https://");
        assertThat(Files.readString(hgrm)).contains("Percentile", "#[Mean ");
    }

    @ParameterizedTest
    @CsvSource({"--reverse", "--bidir"})
    void whatTheServerSendsByItself(String direction) throws Exception {
        try (Server chargen = Server.at("tcp://:0").model(Model.SELECTOR).serve(Chargen.stream())) {
            // Chargen does not read as long as it can send; echo does both.
            String to = direction.equals("--bidir") ? endpoint : chargen.endpoint().toString();
            String[] words = brief(direction, "--assert", "received>1", to);
            Run run = Run.of(words);
            assertThat(run.exit()).as(run.err.text()).isZero();
            assertThat(run.err.text()).contains("bit/s received");
            assertThat(run.out.text())
                    .containsPattern(
                            "\n  received +[0-9].*iB in 300 ms, .*/s \\(.* [MG]bit/s\\)\n");
            if (direction.equals("--bidir")) assertThat(run.out.text()).contains("B/s sent (");
            else assertThat(run.out.text()).doesNotContain("messages");
        }
        Run silent = Run.of(brief("--reverse", endpoint));
        assertThat(silent.exit()).isEqualTo(1);
        assertThat(silent.err.text()).contains("the server sent nothing within 300 ms");
    }

    @Test
    void datagramsHaveJitter() throws Exception {
        try (Server udp = Server.at("udp://:0").serve(Peer::send)) {
            Run run = Run.of(brief(udp.endpoint().toString()));
            assertThat(run.out.text())
                    .as(run.err.text())
                    .containsPattern("\n  datagrams +0 lost")
                    .containsPattern("\n  jitter +[0-9.]+ .s of the round trip\n");
        }
    }

    @Test
    void aResultIsSavedAndComparedWith(@TempDir Path folder) throws Exception {
        String file = folder.resolve("before.ndjson").toString();
        Run first = Run.of(brief("--save", file, endpoint));
        assertThat(first.exit()).as(first.err.text()).isZero();
        assertThat(Path.of(file)).content().startsWith("{\"event\":\"start\"").endsWith("}\n");
        Run text = Run.of(brief("--against", file, "--save", file, endpoint));
        assertThat(text.exit()).as(text.err.text()).isZero();
        assertThat(text.out.text())
                .contains("  against " + file + ", measured 20")
                .containsPattern("\n +before +now +change\n")
                .contains("\n  too short to compare: both results have 0 seconds in common");
        Run json = Run.of(brief("--against", file, "--json", endpoint));
        assertThat(json.out.text()).contains("{\"event\":\"against\"", "\"verdict\":\"too_short\"");
        Run other = Run.of(brief("--against", file, "--churn", endpoint));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err.text()).contains("has another kind of load (exchange, closed loop)");
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Run run = Run.of(brief("127.0.0.1:" + port));
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err.text()).contains("ECONNREFUSED", "[exit 3, refused]");
        assertThat(run.out.text()).isEmpty();
        Run json = Run.of(brief("--json", "127.0.0.1:" + port));
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out.text()).contains("\"event\":\"error\"", "\"exit\":3");
    }

    @Test
    void wrongBytesFail() throws Exception {
        try (Server liar =
                Server.at("tcp://:0")
                        .codec(Codec.raw())
                        .model(Model.SELECTOR)
                        .serve((peer, frame) -> peer.send("x".repeat(frame.size())))) {
            Run run = Run.of(brief(liar.endpoint().toString()));
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err.text())
                    .contains("wrong answer on connection 0 at byte 0", "'x' came where '0'");
        }
    }

    @Test
    void aServerThatOnlyClosesIsNoSuccess() throws Exception {
        try (Server closer =
                Server.at("tcp://:0")
                        .codec(Codec.raw())
                        .model(Model.SELECTOR)
                        .serve((peer, frame) -> peer.close())) {
            Run run = Run.of(brief(closer.endpoint().toString()));
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err.text()).contains("no message was answered", "closed connection 0");
        }
    }

    @Test
    void aServerThatIsSilentIsATimeout() throws Exception {
        try (Server silent =
                Server.at("tcp://:0")
                        .codec(Codec.raw())
                        .model(Model.SELECTOR)
                        .serve((peer, frame) -> {})) {
            Run run = Run.of(brief("--timeout", "200ms", silent.endpoint().toString()));
            assertThat(run.exit()).as(run.err.text()).isEqualTo(4);
        }
    }

    @Test
    void ctrlCPrintsWhatWasMeasured() throws Exception {
        Run run = new Run().start("bench", "-d", "1h", "--warm-up", "0", endpoint);
        run.err.await("messages/s");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.out.text()).contains("ended early").containsPattern("messages +[1-9]");
    }

    @Test
    void progressIsOneLineOnATerminal() throws Exception {
        Run live = new Run();
        live.terminals.add(Shell.Stream.ERR);
        assertThat(live.start(brief(endpoint)).exit()).isZero();
        assertThat(live.err.text()).contains("\r\u001b[K").doesNotContain("\n");
        assertThat(Run.of(brief(endpoint)).err.text())
                .contains("messages/s")
                .endsWith("\n")
                .doesNotContain("\u001b");
        assertThat(Run.of(brief("-q", endpoint)).err.text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench | ENDPOINT",
                "bench 7007 --rate fast | it is not a rate",
                "bench 7007 --churn --idle 5 | --reverse and --bidir exclude each other",
                "bench 7007 --reverse --rate 10 | reverse connections send nothing",
                "bench 7007 --bidir --answer echo | the answer must be none",
                "bench udp://:7 --reverse | UDP has no connections",
                "bench 7007 --against /nonexistent | cannot read /nonexistent",
                "bench 7007 --against /etc/hosts | is not a result of bench --save",
                "bench 7007 --save /nonexistent/x | does not exist",
                "bench --models all echo --save x | work for one server only",
                "bench 7007 -s 1 --text x | --size, --text and --file exclude each other",
                "bench 7007 -s 0 | --size must be from 1 to 64 MiB",
                "bench 7007 --file /nonexistent | --file: cannot read /nonexistent",
                "bench 7007 -c 0 | the number of connections must be from 1 to 1000000",
                "bench 7007 --assert p99 | it is not a comparison",
                "bench 7007 --answer some | echo, any, none",
                "bench 7007 --answer any | without framing, the end of an answer is unknown",
                "bench udp://:7 --codec lines | over UDP each datagram is a message",
                "bench 7007 --server-pid 999999999 | there is no process 999999999",
                "bench 7007 --html /nonexistent/x.html | does not exist",
            })
    void badInputIsASentence(String words, String sentence) throws Exception {
        Run run = Run.of(words.strip().split(" "));
        assertThat(run.exit()).as(run.err.text()).isEqualTo(2);
        assertThat(run.err.text()).contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void aTextThatTheCodecCannotFrameIsASentence() throws Exception {
        Run run = Run.of("bench", "7007", "--codec", "lines", "--text", "a\nb");
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").doesNotContain("\tat ");
    }

    @Test
    void theHelpHasExamples() throws Exception {
        Run run = Run.of("help", "bench");
        assertThat(run.out.text()).contains("fairlead bench -c 64 --rate 10k 7007", "--fanout");
    }
}
