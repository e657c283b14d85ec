package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead stat} about sockets of this process. */
@EnabledOnOs(OS.LINUX)
class StatTest {
    private ServerSocket server = unbound();
    private String port = "";

    private static ServerSocket unbound() {
        try {
            return new ServerSocket();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A port of which nothing is left of its last user: TIME_WAIT would be told beside ours. */
    @BeforeEach
    void listenOnAPortOfItsOwn() throws Exception {
        do {
            server.close();
            server = new ServerSocket(0, 7, InetAddress.getLoopbackAddress());
            port = Integer.toString(server.getLocalPort());
        } while (stat(port).lines().count() > 2);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private Socket call() throws Exception {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private static String stat(String... args) throws Exception {
        String[] all = new String[args.length + 1];
        all[0] = "stat";
        System.arraycopy(args, 0, all, 1, args.length);
        Run run = Run.of(all);
        assertThat(run.exit()).as(run.err.text()).isZero();
        assertThat(run.err.text()).isEmpty();
        return run.out.text();
    }

    @Test
    void aListenerAndWhoWaits() throws Exception {
        try (Socket client = call()) {
            assertThat(stat(port))
                    .containsPattern(
                            "Listening\n  tcp   127.0.0.1:%s +java \\(pid %d\\),"
                                    .concat(" \\S+\\s+backlog 1 of 7")
                                    .formatted(port, ProcessHandle.current().pid()))
                    .contains("not accepted yet: 1 connection\n")
                    .contains("127.0.0.1:%s <- 127.0.0.1:%d".formatted(port, client.getLocalPort()))
                    .contains("127.0.0.1:%d -> 127.0.0.1:%s".formatted(client.getLocalPort(), port))
                    .doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "120"})
    void everyLineFits(String columns) throws Exception {
        try (Socket client = call();
                Socket accepted = server.accept()) {
            client.getOutputStream().write(new byte[5]);
            Run run = new Run();
            run.environment.put("COLUMNS", columns);
            run.start("stat", "-i", port);
            assertThat(run.exit()).isZero();
            assertThat(run.out.text()).contains("5 bytes not read by java").contains("rtt ");
            assertThat(run.out.text().lines())
                    .allSatisfy(line ->
                            assertThat(line.length())
                                    .isLessThanOrEqualTo(Integer.parseInt(columns)));
            assertThat(accepted.isConnected()).isTrue();
        }
    }

    @Test
    void filtersNarrowItDown() throws Exception {
        try (Socket client = call();
                Socket accepted = server.accept()) {
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            String pid = Long.toString(ProcessHandle.current().pid());
            assertThat(stat("-s", "close-wait", "--pid", pid, "-p", port))
                    .contains("CLOSE_WAIT\n         for at least ")
                    .contains("java (pid " + pid + ") has not closed it")
                    .doesNotContain("FIN_WAIT2", "Listening");
            assertThat(stat("-l", "127.0.0.1:" + port))
                    .contains("Listening")
                    .doesNotContain("WAIT");
            assertThat(stat("tcp://127.0.0.2:" + port)).startsWith("No socket matches.\nLooked");
            assertThat(stat("--program", "java", "-t", port)).contains("FIN_WAIT2");
            assertThat(stat("--program", "javac", port)).startsWith("No socket");
            assertThat(stat("udp://:" + port)).startsWith("No socket");
            assertThat(stat("-x", port)).startsWith("No socket");
        }
    }

    @Test
    void networksAndWhatIsUnwanted() throws Exception {
        try (Socket client = call();
                Socket accepted = server.accept()) {
            String line = "127.0.0.1:%d -> 127.0.0.1:%s".formatted(client.getLocalPort(), port);
            assertThat(stat("127.0.0.0/8", "-p", port)).contains("Listening", line);
            assertThat(stat("127.0.0.1/32", "-p", port)).contains("Listening", line);
            assertThat(stat("128.0.0.0/8", "-p", port)).startsWith("No socket");
            assertThat(stat("::1/128", "-p", port)).startsWith("No socket");
            assertThat(stat(port, "--not", "listen")).doesNotContain("Listening").contains(line);
            assertThat(stat(port, "--not", "established"))
                    .contains("Listening")
                    .doesNotContain(line);
            assertThat(stat(port, "--not", "10.0.0.0/8,unix:///x")).contains("Listening", line);
            assertThat(stat(port, "--not", "127.0.0.0/8")).startsWith("No socket");
            assertThat(stat(port, "--not", port)).startsWith("No socket");
            assertThat(accepted.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stat 10.0.0.0/33|such an address has 32 bits",
                "stat 1.2.3/8|1.2.3",
                "stat 10/8|an IPv4 address has four numbers",
                "stat fe80/10|an IPv4 address has four numbers",
                "stat --not nowhere|nowhere",
            })
    void whatIsNoNetworkIsASentence(String line, String sentence) throws Exception {
        Run run = Run.of(line.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).contains(sentence);
    }

    @Test
    void aNameWithoutAddressIsExit5() throws Exception {
        assertThat(Run.of("stat", "no.such.host.invalid:7").exit()).isEqualTo(5);
    }

    @Test
    void manyInATellingStateLeadToAPageAndALab() throws Exception {
        for (int i = 0; i < 4; i++) call().close();
        assertThat(stat(port)).contains("CLOSE_WAIT").doesNotContain("More: ");
        call().close();
        assertThat(stat(port))
                .endsWith("\n\nMore: fairlead explain CLOSE_WAIT; fairlead lab close\n");
        for (int i = 0; i < 3; i++) call().close();
        assertThat(stat("-l", port))
                .contains("backlog 8 of 7 used (Linux lets one more in), full")
                .endsWith("\n\nMore: fairlead explain backlog; fairlead lab backlog\n");
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        try (Socket client = call()) {
            String json = stat("--json", "-t", "-l", port);
            assertThat(json.lines()).hasSize(3);
            assertThat(json)
                    .startsWith("{\"event\":\"start\",\"time\":\"")
                    .contains(
                            "{\"event\":\"socket\",\"protocol\":\"tcp\",\"kind\":\"stream\","
                                    + "\"state\":\"LISTEN\",\"local\":\"127.0.0.1:%s\","
                                            .formatted(port))
                    .contains("\"remote\":null,\"receive_queue\":1,\"send_queue\":7,\"drops\":0,")
                    .contains("\"remarks\":[\"backlog 1 of 7 used\"]")
                    .contains("\"sockets\":1,\"states\":{\"LISTEN\":1},\"remarks\":[]}\n");
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void watchTellsWhatOpensChangesAndCloses() throws Exception {
        Run run = new Run();
        run.start("stat", "-w", "100ms", port);
        run.out.await("backlog 0 of 7\n");
        Socket client = call();
        run.out.await(
                "opened   tcp   127.0.0.1:%d -> 127.0.0.1:%s"
                        .formatted(client.getLocalPort(), port));
        run.out.await("changed  tcp   127.0.0.1:%s -- ".formatted(port));
        client.close();
        server.close();
        run.out.await("closed   tcp   127.0.0.1:%s -- ".formatted(port));
        run.signal("INT");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--watch PORT", "PORT --watch", "-w PORT", "--watch=1s PORT"})
    void watchTakesAPortForAPort(String words) throws Exception {
        Run run = new Run();
        run.start(("stat " + words.replace("PORT", port)).split(" "));
        run.out.await("backlog 0 of 7\n");
        run.signal("INT");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text().lines()).as(words).hasSizeLessThan(4);
    }

    @Test
    void watchFillsATerminalWithColours() throws Exception {
        Run run = new Run();
        run.terminals.add(Shell.Stream.OUT);
        run.start("stat", "--watch", "100ms", port);
        run.out.await("Ctrl-C ends");
        try (Socket client = call()) {
            run.out.await("\u001b\\[32m  tcp   127.0.0.1:%d -> ".formatted(client.getLocalPort()));
        }
        run.signal("INT");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).startsWith("\u001b[H\u001b[2J");
    }

    @Test
    void watchAsJsonTellsChanges() throws Exception {
        Run run = new Run();
        run.start("stat", "-w", "100ms", "--json", port);
        run.out.await("\"event\":\"end\"");
        try (Socket client = call()) {
            run.out.await("\"event\":\"opened\".*\"local_port\":" + client.getLocalPort());
            run.out.await("\"event\":\"changed\".*\"receive_queue\":1");
        }
        run.signal("TERM");
        assertThat(run.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stat --state close-wiat|no state \"close-wiat\"; did you mean close-wait?",
                "stat --port 99999|--port must be from 1 to 65535, not 99999",
                "stat 99999|port 99999 is over 65535",
                "stat htp://x|unknown scheme htp",
                "stat --watch 1ms|--watch must be at least 100ms",
                "stat --watch=5|it has no unit",
                "stat --jason|unknown option --jason; did you mean --json?",
            })
    void aWrongWordIsASentence(String line, String sentence) throws Exception {
        Run run = Run.of(line.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).startsWith("fairlead: ").contains(sentence);
    }
}
