package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.client.Datagrams;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead relay}: what it says, and what it refuses. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {
    private static String ask(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("a\n".getBytes(UTF_8));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void connectionsAreRelayedAndLogged() throws Exception {
        Run target = new Run().start("serve", "upper=0");
        Run run = new Run().start("relay", "0", "127.0.0.1:" + target.port());
        run.out.await("in flight");
        assertThat(ask(run.port())).isEqualTo("A\n");
        run.out.await("#1 127.0.0.1:\\d+ opened, to tcp://127.0.0.1:" + target.port());
        run.out.await("closed: both ends: peer closed; 2 bytes to the target, 2 to the client");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).contains("drained in").contains("0 connections cut");
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    @Test
    void aTargetThatFailsIsLoggedInJson() throws Exception {
        Run target = new Run().start("serve", "upper=0");
        int port = target.port();
        int refusing;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refusing = free.getLocalPort();
        }
        String[] targets = {"127.0.0.1:" + refusing, "127.0.0.1:" + port};
        Run run = new Run().start("relay", "--log-format", "json", "0", targets[0], targets[1]);
        run.out.await("listening");
        assertThat(ask(run.port())).isEqualTo("A\n");
        run.out.await("\"target_failed\".*" + refusing + ".*\"retry_after_ms\":5000");
        run.out.await("\"closed\".*\"bytes_to_target\":2,\"bytes_to_client\":2");
        run.signal("INT");
        assertThat(run.exit()).isEqualTo(130);
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    /** What logger(1) writes to a socket such as /dev/log, which has no name of its own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void unixDatagramsAreRelayed(@TempDir Path directory) throws Exception {
        String log = "unix://" + directory.resolve("log");
        try (Datagrams target = Datagrams.bind("udp://127.0.0.1:0")) {
            Run run = new Run().start("relay", "--datagram", log, target.endpoint().toString());
            run.out.await("fairlead connect --datagram " + log);
            run.out.await("model thread. A source that falls silent is forgotten.");
            run.out.await("in flight");
            Process logger =
                    new ProcessBuilder(
                                    "logger",
                                    "--socket",
                                    directory.resolve("log").toString(),
                                    "hello from logger")
                            .start();
            assertThat(logger.waitFor()).isZero();
            Datagrams.Received received = target.receive(Duration.ofSeconds(100));
            assertThat(received.text()).endsWith("hello from logger");
            target.send(received.sender(), "nobody hears this");
            run.out.await("#1 unix:\\(unnamed\\) opened, to " + target.endpoint());
            run.signal("TERM");
            run.out.await("#1 .* closed: client: server shut down");
            assertThat(run.exit()).isZero();
        }
        assertThat(directory.resolve("log")).doesNotExist();
    }

    @Test
    void aRelayThatMisbehavesSaysSo() throws Exception {
        Run target = new Run().start("serve", "upper=0");
        String to = "127.0.0.1:" + target.port();
        String[] faults = "--slice 1..2 --latency 2ms~1ms --rate 1mbit --seed 7".split(" ", -1);
        String[] cut = "--refuse 0% --cut-after 1h --reset-after 1GiB".split(" ", -1);
        Run run =
                new Run()
                        .start(
                                Stream.of(new String[] {"relay", "0", to}, faults, cut)
                                        .flatMap(Stream::of)
                                        .toArray(String[]::new));
        run.out.await(
                "misbehaves: latency 2ms~1ms, rate 1mbit, slice 1..2, cut after 1h, .* seed 7");
        assertThat(ask(run.port())).isEqualTo("A\n");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    @Test
    void aRelayIsToldWhileItRuns(@TempDir Path directory) throws Exception {
        Run target = new Run().start("serve", "upper=0");
        String control = "unix://" + directory.resolve("control");
        String to = "127.0.0.1:" + target.port();
        Run run = new Run().start("relay", "0", to, "--control", control, "--seed", "7");
        run.out.await("control  " + control + "  fairlead connect " + control);
        run.out.await("in flight");
        String[][] talk = {
            {"", "passes everything on untouched"},
            {
                "half-close-after 1 rate 1mbit/off",
                "misbehaves: rate 1mbit/off, half close after 1, .*"
            },
            {"--rate off", "misbehaves: half close after 1, seed 7"},
            {"show", "misbehaves: half close after 1, seed 7"},
            {"drop 5%", "error: --drop is for datagrams, .*"},
            {"lag 5ms", "error: there is no \"lag\".*latency, rate, .*"},
            {"rate", "error: rate needs a value, or off: rate off"},
        };
        Path socket = directory.resolve("control");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader answers = new BufferedReader(Channels.newReader(channel, UTF_8))) {
            for (String[] one : talk) assertThat(tell(channel, one[0], answers)).matches(one[1]);
            assertThat(ask(run.port())).isEqualTo("A\n"); // the line ends with the input
            run.out.await("#1 .* half-closed on request: after 1 bytes to the target");
            run.out.await("changed: misbehaves: half close after 1, seed 7");
            assertThat(tell(channel, "off", answers)).isEqualTo(talk[0][1]);
        }
        assertThat(ask(run.port())).isEqualTo("A\n");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(directory).isEmptyDirectory();
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    private static String tell(SocketChannel to, String line, BufferedReader answers)
            throws IOException {
        to.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
        return answers.readLine();
    }

    @Test
    void datagramsAreRelayedAndLost() throws Exception {
        Run target = new Run().start("serve", "upper=udp://:0");
        String[] words = {"relay", "udp://:0", "udp://127.0.0.1:" + target.port()};
        Run run = new Run().start(words[0], "--drop", "0%", "--udp-peers", "1", words[1], words[2]);
        run.out.await("silent is forgotten");
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), run.port());
            socket.send(new DatagramPacket(new byte[] {'a'}, 1));
            DatagramPacket answer = new DatagramPacket(new byte[9], 9);
            socket.receive(answer);
            assertThat(answer.getData()[0]).isEqualTo((byte) 'A');
        }
        run.out.await("#1 .* opened, to udp://127.0.0.1:" + target.port());
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        run.out.await("closed: client: .*; 1 bytes to the target, 1 to the client");
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "0 udp://127.0.0.1:7007, does not turn one into the other",
        "udp://:0 7007, does not turn one into the other",
        "udp://:0 udp://:7007 --slice 1, --slice is for connections; datagrams have --drop",
        "udp://:0 unix:/x, 'say so: relay --datagram'",
        "--datagram udp://:0 7007, does not turn one into the other",
        "--datagram udp://:0 unix:/x --drop 5%, passed on untouched",
        "--datagram udp://:0 unix:/x --control unix:/y, leave the faults and --control out",
        "--datagram udp://:0 unix:/x --loops 2, leave --loops out",
        "0 7007 --reorder 1%, TCP would mend it",
        "0 7007 --control 7008, use a Unix socket",
        "0 7007 --control unix:@x, use a Unix socket",
        "0 7007 --stall 5s, such as 5s@10KiB or 5s@2s",
        "0 7007 --rate 1mbit/2, or two: 1mbit/10mbit",
        "0 7007 --corrupt 10, such as 10%",
        "7000 7000, relayed to itself",
        "0 7007 --model thread, no event loops that both ends could share",
        "0 7007 --balance round, did you mean round-robin",
        "0 7007 --retry-after=5, it has no unit",
        "0 7007 --latency 5ms~6ms, its jitter not above the latency",
        "0 7007 --rate 1mb, such as 56kbit or 1mbit",
        "0 7007 --slice 3..2, a range such as 1..16",
        "0 7007 --cut-after 0, a time above 0",
        "0 7007 --refuse 101%, from 0% to 100%",
        "0, the target is missing",
        "0 --sni a.example, such as chat.example.org=10.0.0.7:443",
        "0 --sni a/b=7007, is no host name",
        "0 --sni a.example=tls://localhost:7007, write tcp://localhost:7007",
        "udp://:0 --sni a.example=udp://:7007, has datagrams",
        "0 7007 --target-cert x.pem, for tls:// endpoints",
        "0 tls://localhost:7007 --target-key x.pem, is for --target-cert",
        "0.0.0.0:0 7007, add --public"
    })
    void whatCannotBeRelayedIsRefused(String words, String sentence) throws Exception {
        Run run = Run.of(("relay " + words).split(" ", -1));
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err.text()).contains(sentence);
    }
}
