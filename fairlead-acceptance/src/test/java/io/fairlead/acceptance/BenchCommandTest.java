package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built {@code fairlead bench}, against our own command and other people's servers. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BenchCommandTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** For longer where the machine is too busy to answer one message in so short a time. */
    private Outcome bench(String... arguments) throws Exception {
        Outcome outcome = bench("300ms", arguments);
        return outcome.errors().contains("no message was answered")
                ? bench("5s", arguments)
                : outcome;
    }

    private Outcome bench(String duration, String[] arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("bench", "-d", duration, "--warm-up", "100ms"));
        all.addAll(List.of(arguments));
        return programs.fairlead(all.toArray(String[]::new)).run();
    }

    @Test
    void measuresServeOverEachTransport() throws Exception {
        String path = "unix://" + programs.file("echo.sock");
        RunningServer server =
                programs.serve("echo=0", "echo=udp://:0", "echo=" + path, "--model", "epoll");
        for (String endpoint :
                List.of(
                        "tcp://127.0.0.1:" + server.port("echo"),
                        "udp://127.0.0.1:" + server.port("echo", "udp"),
                        path)) {
            // As slow as serve answers the datagrams of one source, which may be forged.
            Outcome outcome = bench("-c", "2", "-r", "400", "--assert", "errors=0", endpoint);
            assertThat(outcome.exit()).as(outcome.errors()).isZero();
            assertThat(outcome.output()).contains(endpoint).containsPattern("messages +[1-9]");
        }
        assertThat(server.stop()).isZero();
    }

    @Test
    void measuresSocatAndNamesIt() throws Exception {
        String path = programs.file("cat.sock").toString();
        programs.client("socat", "UNIX-LISTEN:" + path + ",fork", "PIPE").start();
        Wait.until(() -> Files.exists(Path.of(path)));
        Outcome outcome = bench("--json", "unix://" + path);
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(outcome.output()).contains("\"event\":\"end\"", "\"command\":\"socat\"");
    }

    @Test
    void aServerThatChangesABytesIsCaught() throws Exception {
        String path = programs.file("tr.sock").toString();
        programs.client("socat", "UNIX-LISTEN:" + path + ",fork", "SYSTEM:stdbuf -o0 tr 7 8")
                .start();
        Wait.until(() -> Files.exists(Path.of(path)));
        Outcome outcome = bench("--text", "0123456789", "unix://" + path);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors())
                .contains("wrong answer on connection 0 at byte 7 ", "'8' came where '7'");
    }

    @Test
    void upperIsMeasuredByTheLine() throws Exception {
        RunningServer server = programs.serve("upper=0");
        String endpoint = "127.0.0.1:" + server.port();
        Outcome same = bench("--codec", "lines", "--size", "32", "--depth", "8", endpoint);
        assertThat(same.exit()).as(same.errors()).isZero();
        Outcome echo = bench("--codec", "lines", "--text", "hello", endpoint);
        assertThat(echo.errors()).contains("'H' came where 'h' was sent");
        assertThat(echo.exit()).isEqualTo(1);
        Outcome any = bench("--codec", "lines", "--text", "hello", "--answer", "any", endpoint);
        assertThat(any.exit()).as(any.errors()).isZero();
        assertThat(server.stop()).isZero();
    }

    @Test
    void nobodyThereAndAssertionsHaveTheirExitCodes() throws Exception {
        RunningServer server = programs.serve("echo=0");
        String endpoint = "127.0.0.1:" + server.port();
        // Long enough for an answer on a busy machine: without one it fails for that.
        Outcome missed =
                programs.fairlead("bench", "-d", "2s", "--assert", "rate>900M", endpoint).run();
        assertThat(missed.exit()).as(missed.errors()).isEqualTo(10);
        assertThat(server.stop()).isZero();
        assertThat(bench(endpoint).exit()).isEqualTo(3);
        assertThat(bench("--json", endpoint).exit()).isEqualTo(3);
        assertThat(bench("--rate", "none", endpoint).exit()).isEqualTo(2);
    }

    @Test
    void ctrlCPrintsWhatWasMeasured() throws Exception {
        RunningServer server = programs.serve("echo=0");
        String endpoint = "127.0.0.1:" + server.port();
        Program bench = programs.fairlead("bench", "-d", "1h", "--warm-up", "0", endpoint).start();
        bench.errors().await("messages/s");
        bench.signal("INT");
        assertThat(bench.awaitExit()).isEqualTo(130);
        assertThat(bench.output().awaitEnd()).anyMatch(line -> line.contains("ended early"));
        assertThat(server.stop()).isZero();
    }
}
