package io.fairlead.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.StallReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.server.report.WorkerReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What goes wrong at an endpoint is one line of the log: a sentence, or an object. */
class JournalTest {
    private static final Endpoint ENDPOINT = Endpoint.parse("tcp://127.0.0.1:7007");
    private static final List<StackTraceElement> STACK =
            List.of(
                    new StackTraceElement("a.Service", "wait", "Service.java", 7),
                    new StackTraceElement("b.Loop", "run", "Loop.java", 8));

    private final AtomicInteger failures = new AtomicInteger();

    private String line(LogFormat format, Consumer<Journal> event) {
        List<String> lines = new ArrayList<>();
        Log log = new Log(format, true, new EventCounts(), lines::add);
        event.accept(new Journal(log, ENDPOINT, (_, _) -> {}, failures::incrementAndGet));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).doesNotContain("\n");
        return lines.getFirst();
    }

    private void assertLine(Consumer<Journal> event, String words, String name, String fields) {
        assertThat(line(LogFormat.TEXT, event))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*")
                .endsWith(" " + words);
        assertThat(line(LogFormat.JSON, event).replaceFirst("\"20[^\"]*Z\"", "\"TIME\""))
                .isEqualTo("{\"event\":\"" + name + "\",\"time\":\"TIME\"," + fields + "}");
    }

    @Test
    void anEndpointThatIsNotServedAnyMore() {
        assertLine(
                journal -> journal.onFailed(ENDPOINT, new StackOverflowError()),
                "tcp://127.0.0.1:7007 is not served any more: java.lang.StackOverflowError",
                "failed",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"error\":\"java.lang.StackOverflowError\"");
        assertThat(failures).hasValue(2);
    }

    @Test
    void aThreadThatDoesNotComeBack() {
        Duration waited = Duration.ofMillis(1_500);
        assertLine(
                journal -> journal.onStuck(new StuckReport(ENDPOINT, "pool #7", waited, STACK)),
                "tcp://127.0.0.1:7007: closed after 1500 ms, although pool #7 has not returned from"
                        + " the service: its waits need a time limit;"
                        + " at a.Service.wait(Service.java:7) < b.Loop.run(Loop.java:8)",
                "stuck",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"thread\":\"pool #7\","
                        + "\"duration_ms\":1500.0,\"stack\":\"a.Service.wait(Service.java:7) <"
                        + " b.Loop.run(Loop.java:8)\"");
        assertThat(failures).as("it is served no more because it was closed").hasValue(0);
    }

    @Test
    void aLoopThatIsHeld() {
        Duration held = Duration.ofSeconds(2);
        Consumer<Journal> event =
                journal -> journal.onStall(new StallReport(ENDPOINT, "loop #8", held, STACK));
        assertThat(line(LogFormat.TEXT, event))
                .contains("loop #8 has held its event loop for 2000 ms")
                .endsWith("; at a.Service.wait(Service.java:7) < b.Loop.run(Loop.java:8)");
        assertThat(line(LogFormat.JSON, event))
                .startsWith("{\"event\":\"stalled\"")
                .contains("\"thread\":\"loop #8\",\"duration_ms\":2000.0,\"stack\":\"a.Service.");
    }

    @Test
    void memoryThatRunsOutAndComesBack() {
        assertLine(
                journal -> journal.onMemoryShort(64 << 20),
                "tcp://127.0.0.1:7007 all 64 MiB of buffers are in use: connections wait for memory"
                        + " (--buffer-total)",
                "memory_short",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"bytes_max\":67108864");
        assertLine(
                journal -> journal.onMemoryRecovered(12),
                "tcp://127.0.0.1:7007 memory is free again, after 12 refusals",
                "memory_recovered",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"refusals\":12");
    }

    @Test
    void connectionsThatCannotBeAccepted() {
        NetException full =
                NetException.of("accept", ENDPOINT, new IOException("Too many open files"));
        Consumer<Journal> event = journal -> journal.onAcceptFailed(full, Duration.ofMillis(5));
        assertThat(line(LogFormat.TEXT, event)).contains("EMFILE").endsWith("; next try in 5ms");
        assertThat(line(LogFormat.JSON, event))
                .startsWith("{\"event\":\"accept_failed\"")
                .contains("EMFILE")
                .endsWith("\"retry_after_ms\":5.0}");
        assertLine(
                journal -> journal.onAcceptRecovered(3),
                "tcp://127.0.0.1:7007 accepts again; it had failed 3x",
                "accept_recovered",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"failures\":3");
    }

    @Test
    void certificatesThatAreNewAndThatCannotBeUsed() {
        assertLine(
                journal -> journal.onCertificates(ENDPOINT, List.of()),
                "tcp://127.0.0.1:7007 shows new certificates: ",
                "certificates",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"certificates\":\"\"");
        IOException reason = new IOException("a.pem, line 1: not a certificate");
        assertLine(
                journal -> journal.onCertificatesFailed(ENDPOINT, reason),
                "tcp://127.0.0.1:7007 shows the certificates that it had: a.pem, line 1: not a"
                        + " certificate",
                "certificates_failed",
                "\"endpoint\":\"tcp://127.0.0.1:7007\","
                        + "\"error\":\"a.pem, line 1: not a certificate\"");
    }

    @Test
    void aWorkerThatEnds() {
        WorkerReport killed = new WorkerReport(42, "was killed by SIGKILL", 2, Duration.ZERO);
        assertLine(
                journal -> journal.onWorkerEnded(killed),
                "tcp://127.0.0.1:7007 " + killed.sentence(),
                "worker_ended",
                "\"endpoint\":\"tcp://127.0.0.1:7007\",\"pid\":42,"
                        + "\"how\":\"was killed by SIGKILL\",\"connections_lost\":2,"
                        + "\"restart_after_ms\":0.0");
    }

    @Test
    void textOfOthersCannotBeginALineOfItsOwn() {
        IllegalStateException error = new IllegalStateException("first\nsecond \u001b[2J");
        Consumer<Journal> event = journal -> journal.onFailed(ENDPOINT, error);
        assertThat(line(LogFormat.TEXT, event)).endsWith("first\\x0asecond \\x1b[2J");
        assertThat(line(LogFormat.JSON, event)).contains("first\\nsecond \\u001B[2J");
    }
}
