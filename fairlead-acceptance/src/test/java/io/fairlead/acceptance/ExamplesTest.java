package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.client.Datagrams;
import io.fairlead.frame.Codec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.Server;
import io.fairlead.service.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the documents, run as a reader would run them, but on a free port. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // ends blocked reads
class ExamplesTest {
    @TempDir private Path folder;
    private @Nullable Process server;

    @AfterEach
    void stopServer() throws Exception {
        if (server == null) return;
        server.destroy();
        assertThat(server.waitFor()).as("SIGTERM drains and ends").isEqualTo(128 + 15);
    }

    @Test
    void upperServesAndShoutTalksToIt() throws Exception {
        String port = startServer("Upper.java", ":7001");
        Process shout = java("Shout.java", ":7001", ":" + port);
        assertThat(shout.inputReader().readLine()).isEqualTo("HELLO");
        assertThat(shout.waitFor()).isZero();
    }

    @Test
    void askGetsItsAnswersInOrder() throws Exception {
        String port = startServer("Upper.java", ":7001");
        Process ask = java("Ask.java", ":7001", ":" + port);
        assertThat(ask.inputReader().readAllLines()).containsExactly("ONE", "TWO", "THREE");
        assertThat(ask.waitFor()).isZero();
    }

    @Test
    void borrowUsesAConnectionAgain() throws Exception {
        String port = startServer("Upper.java", ":7001");
        Process borrow = java("Borrow.java", ":7001", ":" + port);
        assertThat(borrow.inputReader().readAllLines()).containsExactly("ONE", "TWO");
        assertThat(borrow.waitFor()).isZero();
    }

    @Test
    void followGoesOnAfterARestart() throws Exception {
        Endpoint place;
        Process follow;
        BufferedReader shown;
        try (Server first = lines("tcp://127.0.0.1:0", "first: ")) {
            place = first.endpoint();
            follow = java("Follow.java", ":7003", ":" + place.port());
            shown = follow.inputReader();
            assertThat(shown.readLine()).isEqualTo("first: a follower is here");
        }
        assertThat(shown.readLine()).isEqualTo("(peer closed)");
        try (Server _ = lines(place.toString(), "second: ");
                BufferedWriter typed = follow.outputWriter()) {
            String line = shown.readLine();
            while ("(peer closed)".equals(line)) line = shown.readLine(); // of the first server
            assertThat(line).isEqualTo("second: a follower is here");
            typed.newLine();
        }
        assertThat(follow.waitFor()).isZero();
    }

    private static Server lines(String endpoint, String before) throws IOException {
        return Server.at(endpoint)
                .codec(Codec.lines())
                .serve((peer, line) -> peer.send(before + line.text()));
    }

    @Test
    void greeterHoldsAConversation() throws Exception {
        String port = startServer("Greeter.java", ":7002");
        Process nc = new ProcessBuilder("nc", "-N", "127.0.0.1", port).start();
        try (BufferedReader answers = nc.inputReader()) {
            assertThat(answers.readLine()).isEqualTo("What is your name?");
            try (BufferedWriter typed = nc.outputWriter()) {
                typed.write("Ada\n");
            } // nc ends when its own input has ended, too
            assertThat(answers.readLine()).isEqualTo("Welcome, Ada!");
            assertThat(answers.readLine()).isNull();
        }
    }

    @Test
    void boardSendsALineToEverybody() throws Exception {
        String port = startServer("Board.java", ":7003");
        try (Connection ada = Client.connect("tcp://:" + port);
                Connection bob = Client.connect("tcp://:" + port)) {
            ada.writeLine("first"); // its echo says that the server knows ada
            ada.flush();
            assertThat(ada.readLine()).isEqualTo("first");
            bob.writeLine("second");
            bob.flush();
            assertThat(ada.readLine()).isEqualTo("second");
        }
    }

    /** The console is asked until the last datagram is counted: nothing else tells its coming. */
    @Test
    void statsdCountsWhatComesInDatagrams() throws Exception {
        String port = startServer("Statsd.java", ":7004");
        try (Datagrams program = Datagrams.connect("udp://:" + port)) {
            program.send("logins:1|c\nmails:3|c");
            program.send("logins:2|c");
            program.send("logins:x|c\nlast:1|c");
        }
        String consolePort =
                Example.portOf(Objects.requireNonNull(server).inputReader().readLine());
        try (Connection console = Client.connect("tcp://:" + consolePort)) {
            List<String> shown = List.of();
            while (!shown.contains("last 1")) shown = shown(console);
            assertThat(shown).contains("logins 3", "mails 3", "refused 1", "lost 0");
        }
    }

    private static List<String> shown(Connection console) throws IOException {
        console.writeLine("show");
        List<String> lines = new ArrayList<>();
        for (String line = ""; !"END".equals(line); lines.add(line)) {
            line = Objects.requireNonNull(console.readLine());
        }
        return lines;
    }

    @Test
    void thePrinterIsFoundByItsGroup() throws Exception {
        String port = startServer("Printer.java", ":7005");
        try (Datagrams client = Datagrams.connect("udp://239.7.7.7%lo:" + port)) {
            client.send("who prints?");
            assertThat(client.receive().text()).isEqualTo("I do");
        }
    }

    @ParameterizedTest
    @CsvSource({"Relay.java, :7006", "RelayThreads.java, :7008"})
    void theRelaysPassOnBytesAndHalfCloses(String example, String endpoint) throws Exception {
        try (Server upper =
                Server.at("tcp://127.0.0.1:0")
                        .serve((peer, frame) -> peer.send(frame.text().toUpperCase(Locale.ROOT)))) {
            String port = startServer(example, endpoint, ":" + upper.port());
            Process nc = new ProcessBuilder("nc", "-N", "127.0.0.1", port).start();
            try (BufferedWriter typed = nc.outputWriter()) {
                typed.write("through both\n");
            }
            try (BufferedReader answers = nc.inputReader()) {
                assertThat(answers.readLine()).isEqualTo("THROUGH BOTH");
                assertThat(answers.readLine()).as("the end comes back, too").isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"Relay.java, :7006", "RelayThreads.java, :7008"})
    void theRelaysPassOnResets(String example, String endpoint) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket target = new ServerSocket(0, 1, here)) {
            String port = startServer(example, endpoint, ":" + target.getLocalPort());
            try (Socket client = new Socket(here, Integer.parseInt(port))) {
                client.getOutputStream().write('a');
                try (Socket resets = target.accept()) {
                    assertThat(resets.getInputStream().read()).as("both are there").isEqualTo('a');
                    resets.setSoLinger(true, 0);
                }
                assertThatThrownBy(() -> client.getInputStream().read())
                        .hasMessageContaining("reset");
            }
        }
    }

    /** Login, a push from the console, a drain that is told; what stands after the wait runs. */
    @Test
    void theGatewayKeepsItsDevices() throws Exception {
        String port = startServer("Gateway.java", ":701[01]");
        Process gateway = Objects.requireNonNull(server);
        try (BufferedReader said = gateway.inputReader()) {
            String consolePort = Example.portOf(said.readLine());
            try (Connection liar = Client.connect("tcp://:" + port);
                    Connection lamp = Client.connect("tcp://:" + port);
                    Connection console = Client.connect("tcp://:" + consolePort)) {
                liar.readLine();
                assertThat(ask(liar, "login lamp 00")).isEqualTo("refused");
                assertThat(liar.readLine()).isNull();
                String challenge = Objects.requireNonNull(lamp.readLine()).substring(10);
                String proof = proof("s3cret", challenge);
                assertThat(ask(lamp, "login lamp " + proof)).isEqualTo("welcome lamp");
                assertThat(ask(console, "send lamp light on")).isEqualTo("QUEUED");
                assertThat(lamp.readLine()).isEqualTo("light on");
                assertThat(ask(console, "send door open")).isEqualTo("not here");
                assertThat(ask(console, "list")).startsWith("lamp ");
                gateway.toHandle().destroy(); // which leaves its output open
                assertThat(lamp.readLine()).isEqualTo("good-bye");
                assertThat(lamp.readLine()).isNull();
            }
            assertThat(said.readLine()).isEqualTo("All devices were told good-bye.");
        }
    }

    private static String ask(Connection connection, String line) throws IOException {
        connection.writeLine(line);
        return Objects.requireNonNull(connection.readLine());
    }

    private static String proof(String secret, String challenge) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(UTF_8)));
    }

    private String startServer(String example, String endpoint) throws IOException {
        return startServer(example, endpoint, ":7001");
    }

    /**
     * @param endpoint in the example, a regular expression
     * @param target takes the place of the target that is named in the example
     */
    private String startServer(String example, String endpoint, String target) throws IOException {
        Process started = java(example, endpoint, ":0", target);
        server = started;
        String line = started.inputReader().readLine();
        return Example.portOf(line);
    }

    private Process java(String example, String endpoint, String replacement) throws IOException {
        return java(example, endpoint, replacement, ":7001");
    }

    private Process java(String example, String endpoint, String replacement, String target)
            throws IOException {
        Map<String, String> endpoints = new HashMap<>(Map.of(":7001", target));
        endpoints.put(endpoint, replacement);
        return Example.start(folder, example, endpoints);
    }
}
