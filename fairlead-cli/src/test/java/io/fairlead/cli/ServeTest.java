package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead serve} with a client of {@code java.net}, from its first line to its last. */
class ServeTest {
    private static final String TIME = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    /** Sends {@code request} and FIN; returns the answer to its end. */
    private static String ask(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(request.getBytes(UTF_8));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void theFirstLinesSayWhereHowAndWhatToTry() throws Exception {
        Run run =
                new Run().start("serve", "upper=0", "--model", "selector", "--idle-timeout", "5m");
        int port = run.port();
        run.out.await("in flight");
        run.signal("TERM");

        assertThat(run.exit()).isZero();
        assertThat(run.out.text())
                .startsWith(
                        """
                        upper    tcp://127.0.0.1:%1$d  printf 'hello\\n' | nc -N 127.0.0.1 %1$d
                        Model selector: an event loop over java.nio's Selector.
                        Limits of each endpoint: 10000 connections, 5m idle, lines of 64 KiB, \
                        1 MiB to be sent.
                        Ctrl-C finishes what is in flight and ends.
                        """
                                .formatted(port));
        assertThat(run.err.text()).isEmpty();
    }

    @Test
    void severalLoopsServeOnePort() throws Exception {
        String options = "serve upper=0 --model=epoll --loops=3 --max-per-source=30";
        Run run = new Run().start(options.split(" ", -1));
        int port = run.port();
        run.out.await("^Model epoll: an event loop over epoll, 3 loops per endpoint\\.$");
        run.out.await("^Limits of each endpoint: 10000 connections \\(30 from one source\\), ");
        for (int i = 0; i < 20; i++) assertThat(ask(port, "hello\n")).isEqualTo("HELLO\n");
        assertThat(loopThreads(port)).hasSize(3);
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(loopThreads(port)).isEmpty();
    }

    private static List<String> loopThreads(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("fairlead loop tcp://127.0.0.1:" + port))
                .toList();
    }

    @Test
    void eachClientIsALineWhenItComesAndWhenItGoes() throws Exception {
        Run run = new Run().start("serve", "upper=0");

        assertThat(ask(run.port(), "hello\n")).isEqualTo("HELLO\n");

        String who = "tcp://127\\.0\\.0\\.1:" + run.port() + " #1 127\\.0\\.0\\.1:\\d+ ";
        run.out.await("^" + TIME + who + "opened$");
        run.out.await("^" + TIME + who + "closed: peer closed; 6 bytes in, 6 out, \\d+\\.\\d+ s$");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        run.out.await("^" + TIME + "draining 0 connections, for at most 10s; a second signal");
        run.out.await("^" + TIME + "drained in \\d\\.\\d s; 0 connections cut$");
    }

    @Test
    void jsonIsOneObjectALineWithStableNames() throws Exception {
        Run run = new Run().start("serve", "echo=0", "--log-format", "json");
        int port = run.port();

        assertThat(ask(port, "abc")).isEqualTo("abc");

        run.out.await("\"closed\"");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        String start = "\\{\"event\":\"%s\",\"time\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\",";
        String who =
                ("\"endpoint\":\"tcp://127\\.0\\.0\\.1:%d\","
                                + "\"peer\":\"127\\.0\\.0\\.1:\\d+\",\"id\":1")
                        .formatted(port);
        assertThat(run.out.text().lines().toList())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .matches(
                                                start.formatted("listening") + ".*\"try\":\".*\"}"),
                        line -> assertThat(line).matches(start.formatted("opened") + who + "}"),
                        line ->
                                assertThat(line)
                                        .matches(
                                                start.formatted("closed")
                                                        + who
                                                        + ",\"bytes_received\":3,\"bytes_sent\":3,"
                                                        + "\"duration_ms\":[0-9.]+,"
                                                        + "\"reason\":\"peer closed\"}"),
                        line -> assertThat(line).contains("\"draining\"", "\"connections\":0"),
                        line -> assertThat(line).contains("\"drained\"", "\"connections_cut\":0"));
    }

    @Test
    void aStrangersTextIsEscapedInTheLog() throws Exception {
        Run run = new Run().start("serve", "greet=0");

        String answer = ask(run.port(), "hé\u001b[31m\u0007\n");

        assertThat(answer).isEqualTo("Welcome to server!\nYou said: hé\u001b[31m\u0007\n");
        run.out.await("greet: hé\\\\x1b\\[31m\\\\x07$");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).doesNotContain("\u001b", "\u0007");
    }

    @Test
    void quietLeavesOutClientsAndNothingElse() throws Exception {
        Run run = new Run().start("serve", "echo=0", "-q");

        assertThat(ask(run.port(), "abc")).isEqualTo("abc");

        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).contains("nc -N", "drained").doesNotContain("opened", "closed");
    }

    @Test
    void aConnectionOverTheLimitIsRefusedWithALine() throws Exception {
        Run run =
                new Run()
                        .start(
                                "serve",
                                "echo=0",
                                "--max-connections=1",
                                "--over-limit=refuse",
                                "--refusal-text=come back later");
        try (Socket first = new Socket(InetAddress.getLoopbackAddress(), run.port())) {
            run.out.await("#1 .* opened");

            assertThat(ask(run.port(), "")).isEqualTo("come back later\n");
            run.out.await("refused: too many connections$");
            assertThat(first.isConnected()).isTrue();
        }
        run.signal("HUP");
        assertThat(run.exit()).isZero();
    }

    @Test
    void whatIsStillInFlightAfterTheDrainTimeoutIsCutAndCounted() throws Exception {
        Run run = new Run().start("serve", "chargen=0", "--drain-timeout", "50ms");
        try (Socket neverReads = new Socket(InetAddress.getLoopbackAddress(), run.port())) {
            run.out.await("opened$");
            run.signal("TERM");

            assertThat(run.exit()).isZero();
            assertThat(run.out.text())
                    .contains("closed: ")
                    .containsPattern("[01] connections? cut");
            assertThat(neverReads.isConnected()).isTrue();
        }
    }

    @Test
    void theSecondSignalEndsAtOnce() throws Exception {
        Run run = new Run().start("serve", "upper=0", "--drain-timeout", "20s");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), run.port())) {
            client.getOutputStream().write("half a line".getBytes(UTF_8));
            run.out.await("opened$");
            // What comes at once is taken for the same signal.
            Integer exit = null;
            while (exit == null) {
                run.signal("INT");
                exit = run.halts.poll(50, TimeUnit.MILLISECONDS);
            }

            assertThat(exit).isEqualTo(130);
            // Nothing is in flight here, so the first signal may have been quick enough.
            run.out.await("(ended at once|drained in \\d\\.\\d s); [01] connections? cut$");
        }
    }

    @Test
    void theEndOfWhoReadsTheOutputIsSaidAndEndsTheServer() throws Exception {
        Run run = new Run().start("serve", "echo=0");
        int port = run.port();
        run.out.readerGoes();

        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(client.isConnected()).isTrue(); // a line for it finds nobody
        }

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .isEqualTo("fairlead: the reader of the output is gone; ending\n");
    }

    @Test
    void onATerminalAStatusLineStaysBelowTheLog() throws Exception {
        Run run = new Run();
        run.terminals.add(Shell.Stream.OUT);
        run.start("serve", "echo=0");
        assertThat(ask(run.port(), "x")).isEqualTo("x");
        run.out.await("closed: .*\n.*0 open, 1 in all, ");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).endsWith("\r\u001b[2K");
    }

    @Test
    void theStatusLineCountsTheBytesOfOpenConnections() throws Exception {
        Run run = new Run();
        run.terminals.add(Shell.Stream.OUT);
        run.start("serve", "chargen=0");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), run.port())) {
            run.out.await("1 open, 1 in all, [1-9]");
            assertThat(client.isConnected()).isTrue();
        }
        run.signal("TERM");
        assertThat(run.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "false, echo=tcp://*:0, --public",
        "false, echo=tcp://[::]:0, --public",
        "false, echo=192.0.2.1:0, --public",
        "false, echo=udp://*:0, --public",
        "false, echo=udp://*:0 --public, --allow-public-udp",
        "false, chargen=udp://*:0 --public, --allow-public-udp",
        "true, echo=tcp://*:0 --public, --i-am-root",
    })
    void strangersAreNotServedWithoutAFlag(boolean root, String line, String flag)
            throws Exception {
        Run run = new Run();
        run.root = root;
        run.start(("serve " + line).split(" ", -1));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).contains("; if you mean that, add " + flag + " [exit 2");
    }

    @ParameterizedTest
    @CsvSource({
        "echo=0 --public, note: --public has no effect: every endpoint is on loopback",
        "echo=0 upper=0 --model polling, a processor busy for each of 2 endpoints; name one",
    })
    void whatIsHardlyMeantIsSaid(String line, String words) throws Exception {
        Run run = new Run().start(("serve " + line).split(" ", -1));
        run.out.await("in flight");
        run.signal("TERM");

        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).contains(words).hasLineCount(1);
    }

    @Test
    void rootIsWarnedInOneLineAndMayServeThisMachine() throws Exception {
        Run run = new Run();
        run.root = true;
        run.start("serve", "echo=0");

        assertThat(ask(run.port(), "x")).isEqualTo("x");

        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).startsWith("fairlead: warning: running as root").hasLineCount(1);
    }

    @Test
    void withAllFlagsStrangersAreServed() throws Exception {
        Run run = new Run();
        run.root = true;
        run.start("serve", "echo=udp://0.0.0.0:0", "--public", "--allow-public-udp", "--i-am-root");
        run.out.await("udp://0\\.0\\.0\\.0:\\d+ .*socat");
        run.signal("TERM");

        assertThat(run.exit()).isZero();
    }
}
