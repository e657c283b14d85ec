package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Client;
import io.fairlead.service.Connection;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The small Redis of the documents: other people's clients, its own one, and bytes by hand. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // ends blocked reads
class RespExampleTest {
    @TempDir private static Path folder;
    private static @Nullable Process server;
    private static String port = "";

    @BeforeAll
    static void startServer() throws Exception {
        Process started = Example.start(folder, "resp/RespServer.java", Map.of(":6380", ":0"));
        server = started;
        port = Example.portOf(started.inputReader().readLine());
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server == null) return;
        server.destroy();
        assertThat(server.waitFor()).as("SIGTERM drains and ends").isEqualTo(128 + 15);
    }

    @Test
    void redisCliTalksToIt() throws Exception {
        assertThat(typed("PING\nSET a 5\nINCR a\nGET a\nEXISTS a b\nDEL a\nGET a\nINCR\n"))
                .startsWith("PONG", "OK", "6", "6", "1", "1", "")
                .anyMatch(line -> line.contains("wrong number of arguments for 'INCR'"));
        assertThat(typed("ECHO 'two words'\nPING hi\nSET b x\nINCR b\nNONE\nQUIT\n"))
                .startsWith("two words", "hi", "OK")
                .anyMatch(line -> line.contains("value is not an integer"))
                .anyMatch(line -> line.contains("unknown command 'NONE'"));
    }

    @Test
    void redisBenchmarkTalksToItWithManyCommandsUnderWay() throws Exception {
        Process load =
                new ProcessBuilder(
                                "redis-benchmark -q -n 2000 -P 16 -t ping,set,get,incr -p "
                                        .concat(port)
                                        .split(" "))
                        .redirectErrorStream(true)
                        .start();
        assertThat(String.join("\n", load.inputReader().readAllLines()))
                .contains("INCR: ")
                .doesNotContain("rror");
        assertThat(load.waitFor()).isZero();
    }

    @Test
    void redisCliReadsAChannel() throws Exception {
        Process reader = new ProcessBuilder("redis-cli", "-p", port, "SUBSCRIBE", "news").start();
        try (BufferedReader lines = reader.inputReader()) {
            assertThat(lines(3, lines)).containsExactly("subscribe", "news", "1");
            assertThat(typed("PUBLISH news 'it rains'\nPUBLISH other hm\n")).startsWith("1", "0");
            assertThat(lines(3, lines)).containsExactly("message", "news", "it rains");
        } finally {
            reader.destroy();
            reader.waitFor();
        }
        String left;
        do { // the server learns of its end in its own time
            left = typed("PUBLISH news again\n").getFirst();
        } while (left.equals("1"));
        assertThat(left).isEqualTo("0");
    }

    @Test
    void channelsAreLeftOneByOneOrAllAtOnce() throws Exception {
        try (Connection reader = connect()) {
            assertThat(ask(reader, "UNSUBSCRIBE", 5)).endsWith("$-1", ":0");
            assertThat(ask(reader, "SUBSCRIBE a b c", 18)).endsWith("$1", "c", ":3");
            assertThat(ask(reader, "SUBSCRIBE a", 6)).as("once is enough").endsWith(":3");
            assertThat(ask(reader, "UNSUBSCRIBE b", 6)).endsWith("$1", "b", ":2");
            assertThat(typed("PUBLISH a 1\nPUBLISH b 2\nPUBLISH c 3\n")).startsWith("1", "0", "1");
            assertThat(lines(7, reader)).endsWith("a", "$1", "1");
            assertThat(lines(7, reader)).endsWith("c", "$1", "3");
            assertThat(ask(reader, "UNSUBSCRIBE", 12)).containsSequence("a", ":1").endsWith(":0");
            assertThat(typed("PUBLISH a 4\nPUBLISH c 5\n")).startsWith("0", "0");
            assertThat(ask(reader, "PING", 1)).as("nothing more came").containsExactly("+PONG");
        }
    }

    @Test
    void quitIsAnsweredBeforeTheEnd() throws Exception {
        try (Connection client = connect()) {
            assertThat(ask(client, "QUIT\r\nPING", 1)).containsExactly("+OK");
            assertThat(client.readLine()).as("PING came too late").isNull();
        }
    }

    /** The answer to PING says that the server has read the first piece, too. */
    @Test
    void aCommandMayComeInTwoPiecesCutAnywhere() throws Exception {
        String command = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$12\r\n*1\r\n$4\r\n\r\n+x\r\n";
        try (Connection client = connect()) {
            for (int cut = 1; cut < command.length(); cut++) {
                client.write("PING\r\n" + command.substring(0, cut));
                assertThat(lines(1, client)).as("before " + cut).containsExactly("+PONG");
                client.write(command.substring(cut));
                assertThat(lines(1, client)).as("cut at " + cut).containsExactly("+OK");
            }
            assertThat(ask(client, "GET k", 5)).containsExactly("$12", "*1", "$4", "", "+x");
        }
    }

    @Test
    void aLongValueComesAndGoesWhole() throws Exception {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; digits.length() < 1_000_000; i++) digits.append(i);
        try (Connection client = connect()) {
            client.write("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$" + digits.length() + "\r\n");
            client.write(digits + "\r\n");
            assertThat(lines(1, client)).containsExactly("+OK");
            client.writeLine("GET k");
            assertThat(lines(1, client)).containsExactly("$" + digits.length());
            byte[] value = new byte[digits.length()];
            client.readFully(value);
            assertThat(new String(value, UTF_8).contentEquals(digits)).isTrue();
        }
    }

    @Test
    void aValueAboveTheMaximumEndsTheConnection() throws Exception {
        try (Connection client = connect()) {
            assertThat(ask(client, "$1048577", 1)).containsOnlyNulls();
        }
    }

    /** Each part is within the maximum; the whole is not. */
    @Test
    void aCommandAboveTheMaximumEndsTheConnection() throws Exception {
        String half = "$524288\r\n" + "x".repeat(524288) + "\r\n";
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            client.getOutputStream().write(("*3\r\n" + half + half).getBytes(UTF_8));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*"); // not all was read
        }
    }

    @Test
    void itsOwnClientSendsManyAndGetsEachAnswer() throws Exception {
        Process client = Example.start(folder, "resp/RespClient.java", Map.of(":6380", ":" + port));
        assertThat(client.inputReader().readAllLines()).containsExactly("1", "2", "3", "3");
        assertThat(client.waitFor()).isZero();
    }

    private static Connection connect() throws Exception {
        return Client.connect("tcp://:" + port);
    }

    /** What redis-cli prints for the commands that are typed. */
    private static List<String> typed(String commands) throws IOException {
        Process cli = new ProcessBuilder("redis-cli", "-p", port).start();
        try (BufferedWriter typed = cli.outputWriter()) {
            typed.write(commands);
        }
        return cli.inputReader().readAllLines();
    }

    private static List<String> ask(Connection client, String command, int lines)
            throws IOException {
        client.writeLine(command);
        return lines(lines, client);
    }

    private static List<String> lines(int count, Connection client) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) lines.add(client.readLine());
        return lines;
    }

    private static List<String> lines(int count, BufferedReader from) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) lines.add(from.readLine());
        return lines;
    }
}
