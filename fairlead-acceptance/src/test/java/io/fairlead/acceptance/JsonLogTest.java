package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log of {@code fairlead serve} as others read it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonLogTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void eachLineIsAnObjectWithTheStatedFields() throws Exception {
        Program server = programs.fairlead("serve", "--log-format=json", "greet=0").start();
        String listening = server.output().await("\"listening\"");
        int port = Integer.parseInt(listening.replaceAll(".*127\\.0\\.0\\.1:(\\d+)\".*", "$1"));
        Outcome nc = programs.nc(port).input("A\"d\\a\n\u001b[31mred\n").run();
        assertThat(nc.output()).contains("You said: A\"d\\a\n");
        server.output().await("\"closed\"");
        server.signal("TERM");
        assertThat(server.awaitExit()).isZero();
        List<String> lines = server.output().awaitEnd();
        assertThat(lines).noneMatch(line -> line.contains("\u001b"));
        String peer = "endpoint=tcp://127.0.0.1:" + port + " id=1 peer=127.0.0.1:PORT";
        assertThat(parsed(lines))
                .containsExactly(
                        "listening connections_max=10000 endpoint=tcp://127.0.0.1:%d loops=1"
                                        .formatted(port)
                                + " model=virtual service=greet try=printf 'hello\\n' | nc -N"
                                + " 127.0.0.1 "
                                + port,
                        "opened " + peer,
                        "printed text=A\"d\\a",
                        "printed text=\\x1b[31mred",
                        "closed bytes_received=15 bytes_sent=54 duration_ms=NUMBER "
                                + peer
                                + " reason=peer closed",
                        "draining connections=0",
                        "drained connections_cut=0 datagrams_lost=0 duration_ms=NUMBER");
    }

    @Test
    void theEndOfAConnectionNamesTheWorkerThatServedIt() throws Exception {
        Program server =
                programs.fairlead("serve", "--model=prefork", "--workers=1", "upper=0").start();
        String listening = server.output().await("nc -N 127.0.0.1");
        int port = Integer.parseInt(listening.replaceAll(".*127\\.0\\.0\\.1:(\\d+) .*", "$1"));
        assertThat(programs.nc(port).input("a\n").run().output()).isEqualTo("A\n");
        String closed = server.output().await("; worker process ");
        String pid = closed.replaceAll(".*; worker process (\\d+)$", "$1");
        assertThat(ProcessHandle.of(Long.parseLong(pid)).flatMap(ProcessHandle::parent))
                .map(ProcessHandle::pid)
                .contains(server.pid());
        server.signal("TERM");
        assertThat(server.awaitExit()).isZero();
    }

    /** Each event with its fields in order, but the time; numbers and ports that vary replaced. */
    private List<String> parsed(List<String> lines) throws Exception {
        String script =
                """
                import datetime, json, sys
                for line in sys.stdin:
                    fields = json.loads(line)
                    datetime.datetime.strptime(fields.pop("time"), "%Y-%m-%dT%H:%M:%S.%fZ")
                    if "duration_ms" in fields:
                        fields["duration_ms"] = type(fields["duration_ms"]) is float and "NUMBER"
                    if "peer" in fields:
                        fields["peer"] = fields["peer"].rsplit(":", 1)[0] + ":PORT"
                    name = fields.pop("event")
                    print(name, *[f"{key}={value}" for key, value in sorted(fields.items())])
                """;
        String input = String.join("\n", lines) + "\n";
        Outcome outcome = programs.client("python3", "-c", script).input(input).run();
        assertThat(outcome.errors()).isEmpty();
        return outcome.output().lines().toList();
    }

    @Test
    void textForAPipeHasNoEscapeCodes() throws Exception {
        Program server =
                programs.fairlead("serve", "greet=0")
                        .environment("TERM", "xterm-256color")
                        .environment("CLICOLOR_FORCE", "1")
                        .start();
        int port = new RunningServer(server).port();
        assertThat(programs.nc(port).input("\u001b]0;title\u0007\n").run().exit()).isZero();
        assertThat(server.output().await("greet: ")).doesNotContain("\u001b", "\u0007");
        server.output().await("closed");
        server.signal("TERM");
        assertThat(server.awaitExit()).isZero();
        assertThat(server.output().awaitEnd()).noneMatch(line -> line.contains("\u001b"));
        assertThat(server.errors().awaitEnd()).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void quietSaysNothingAboutClients() throws Exception {
        RunningServer server = programs.serve("upper=0", "--quiet");
        assertThat(programs.nc(server.port()).input("a\n").run().output()).isEqualTo("A\n");
        assertThat(server.stop()).isZero();
        assertThat(server.output().awaitEnd()).noneMatch(line -> line.contains("#1"));
    }
}
