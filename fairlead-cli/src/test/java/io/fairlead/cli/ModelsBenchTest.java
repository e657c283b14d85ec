package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead bench --models} from arguments to exit code, with servers as processes. */
class ModelsBenchTest {
    private static final long SERVER_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static String[] brief(String models, String... more) {
        List<String> all = new ArrayList<>(List.of("bench", "--models", models, "--rounds", "1"));
        all.addAll(List.of("-d", "150ms", "--warm-up", "0", "--seed", "7"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void assertNoChildren() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void upperAndAPage(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("m.html");
        Run run = Run.of(brief("virtual", "upper", "--markdown", "--html", page.toString()));
        assertThat(run.exit()).as(run.err.text()).isZero();
        assertThat(run.out.text())
                .startsWith("upper under 1 model: 10 connections, depth 1, 64 B, closed loop; ")
                .contains("\n|  | virtual | ", "no ranks", "seed 7");
        assertThat(run.err.text())
                .startsWith("fairlead: 1 model, 1 round, about ")
                .contains("round 1/1  virtual: ", "wrote " + page);
        assertThat(Files.readString(page)).contains("Latency by percentile", "virtual");
        assertNoChildren();
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        Run run = Run.of(brief("virtual,iterative", "--json", "-q", "ack"));
        assertThat(run.exit()).as(run.err.text()).isZero();
        List<String> lines = run.out.text().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("{\"event\":\"start\",")
                .contains("\"seed\":7", "\"models\":[\"virtual\"]", "\"iterative\":\"serves 1 at");
        assertThat(lines.get(1))
                .startsWith("{\"event\":\"round\",")
                .contains("\"model\":\"virtual\"", "\"messages_per_s\":", "\"cpu_us_per_message\"");
        assertThat(lines.get(2))
                .startsWith("{\"event\":\"end\",")
                .contains("\"exit\":0", "\"ratio_to_best\":1", "\"p99.9_us\":", "\"errors\":0");
        assertThat(run.err.text()).isEmpty();
    }

    @Test
    void whatIsAssertedMustHoldForEachModel() throws Exception {
        String[] asserted = {"--assert", "errors=0", "--assert", "p50<1ns", "discard"};
        Run run = Run.of(brief("virtual", asserted));
        assertThat(run.exit()).as(run.err.text()).isEqualTo(10);
        assertThat(run.err.text())
                .contains("fairlead: virtual: not met: p50<1ns, it was ")
                .doesNotContain("errors=0");
    }

    /**
     * At first the child is a copy of this process, then the JDK's helper, and then the server. The
     * copy has our command and our arguments, the helper has a command of its own. The arguments
     * are read from the kernel: {@link ProcessHandle.Info} leaves long ones out.
     */
    private static ProcessHandle awaitServer(Run run) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < SERVER_NS) {
            for (ProcessHandle child : ProcessHandle.current().children().toList()) {
                String arguments = arguments(child);
                boolean copy = arguments.equals(arguments(ProcessHandle.current()));
                boolean java = child.info().command().orElse("").endsWith("/java");
                if (java && !copy && !arguments.isEmpty()) return child;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
        throw new AssertionError("no server is a child of this process:\n" + run.err.text());
    }

    /** As the kernel has them; empty while another program is loaded, and after the end. */
    private static String arguments(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    @Test
    void aServerThatFailsIsReportedAndNothingMeasuredIsAFailure() throws Exception {
        Run run =
                new Run()
                        .start("bench", "--models", "virtual", "--rounds", "1", "-d", "1h", "echo");
        run.err.await("1 model, 1 round");
        ProcessHandle server = awaitServer(run);
        assertThat(server.destroyForcibly()).isTrue();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .contains("round 1/1  virtual: failed: the server ended with exit code 137")
                .contains("failed: virtual in 1 of 1 rounds: ")
                .contains("no model could be measured; 1 failed");
        assertThat(run.out.text()).isEmpty();
        assertNoChildren();
    }

    @Test
    void ctrlCPrintsWhatWasMeasuredAndLeavesNoServer() throws Exception {
        Run run = new Run();
        run.start("bench", "--models", "virtual,thread", "--rounds", "900", "-d", "100ms", "echo");
        run.err.await("round 1/900  \\w+: ");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        assertThat(run.out.text()).contains("ended early").containsPattern("virtual|thread");
        assertNoChildren();
    }

    @Test
    void aModelThatOnlyCrowdsIsRefusedWithTheReason() throws Exception {
        Run run = Run.of(brief("iterative", "-c", "2", "echo"));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .contains("no model can be measured: iterative serves 1 at a time", "--churn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench --models all | the SERVICE is missing",
                "bench --models all ecko | did you mean echo?",
                "bench --models epol echo | did you mean epoll?",
                "bench --models all --idle 5 echo | cannot be used with",
                "bench --models all --server-pid 1 echo | cannot be used with",
                "bench --models all --hgrm x echo | --html has all curves",
                "bench --models all --json --markdown echo | exclude each other",
                "bench --models all --rounds 0 echo | --rounds must be from 1 to 1000",
                "bench --models all chargen | it sends without end",
                "bench --rounds 5 7007 | need --models",
                "bench echo | did you mean --models all echo?",
            })
    void badInputIsASentence(String words, String sentence) throws Exception {
        Run run = Run.of(words.strip().split(" "));
        assertThat(run.exit()).as(run.err.text()).isEqualTo(2);
        assertThat(run.err.text()).contains(sentence).doesNotContain("\tat ");
    }
}
