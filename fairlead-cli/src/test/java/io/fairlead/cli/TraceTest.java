package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead trace}, from captures and from loopback. */
class TraceTest {
    @TempDir private Path folder;

    @Test
    void aCaptureFileIsDrawnAndEveryFileIsWritten() throws Exception {
        Path pcap = pcap();
        Path page = folder.resolve("page.html");
        Path svg = folder.resolve("ladder.svg");
        Path pcapng = folder.resolve("packets.pcapng");
        Run run =
                Run.of(
                        "trace",
                        "--pcap",
                        pcap.toString(),
                        "--html",
                        page.toString(),
                        "--svg",
                        svg.toString(),
                        "--pcapng",
                        pcapng.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.out.text())
                .contains("├─ UDP  len 5", "The server sends a datagram", "port unreachable")
                .doesNotContain("\u001b");
        assertThat(run.err.text()).contains("udp 1: 3 packets").contains("wrote " + page);
        assertThat(page).content().contains("fairlead trace", "<aside id='p5'>");
        assertThat(svg).content().startsWith("<svg xmlns=");
        Run again = Run.of("trace", "--pcap", pcapng.toString());
        assertThat(again.out.text()).isEqualTo(run.out.text());
    }

    @Test
    void oneEndpointOfMany() throws Exception {
        Run run = Run.of("trace", "udp://[::1]:7107", "--pcap", pcap().toString());
        assertThat(run.out.text()).contains("[::1]:7107").doesNotContain("[::1]:9");
        Run none = Run.of("trace", "--port", "1", "--pcap", pcap().toString());
        assertThat(none.exit()).isZero();
        assertThat(none.err.text()).contains("none of 5 packets is of the conversation");
    }

    @Test
    void whatBothEndsWriteIsFollowed() throws Exception {
        Run run = Run.of("trace", "--follow", "--pcap", pcap().toString());
        assertThat(run.out.text())
                .startsWith("udp 1: > client [::1]:52895, < server [::1]:7107\n")
                .contains("\n  0.000000 > hello\n")
                .doesNotContain("\u2502");
        Run hex = Run.of("trace", "--follow", "hex", "--pcap", pcap().toString());
        assertThat(hex.out.text()).contains("\n> 00000000  68 65 6c 6c 6f  ");
        Run endpoint = Run.of("trace", "--follow", "udp://[::1]:9", "--pcap", pcap().toString());
        assertThat(endpoint.exit()).isZero();
        assertThat(endpoint.out.text()).doesNotContain("hello");
        Run json = Run.of("trace", "--follow", "--json", "--pcap", pcap().toString());
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.err.text()).contains("--follow prints text");
    }

    @Test
    void aFilterIsAnExpressionOfLibpcap() throws Exception {
        Run run = Run.of("trace", "--filter", "udp dst port 9", "--pcap", pcap().toString());
        assumeTrue(!run.err.text().contains("needs libpcap"), "needs libpcap");
        assertThat(run.out.text()).contains("anyone?").doesNotContain("hello");
        Run wrong = Run.of("trace", "--filter", "tcp prot 80");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err.text()).contains("man pcap-filter");
    }

    @Test
    void asciiAlone() throws Exception {
        Run run = Run.of("trace", "--ascii", "--pcap", pcap().toString());
        assertThat(run.out.text()).contains("|- UDP  len 5 ---");
        assertThat(run.out.text().chars()).allMatch(c -> c < 128);
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        Run run = Run.of("trace", "--json", "--pcap", pcap().toString());
        String[] lines = run.out.text().split("\n", -1);
        assertThat(lines).hasSize(1 + 5 + 1 + 1);
        assertThat(lines[0]).startsWith("{\"event\":\"start\"");
        assertThat(lines[1]).contains("\"from\":\"client\"", "\"payload_bytes\":5");
        assertThat(lines[5]).contains("\"marks\":[\"ICMP error\"]");
        assertThat(lines[6]).contains("\"event\":\"end\"", "\"undecoded\":0");
    }

    @Test
    void aPipeIsReadAsItComesAndACutOneIsDrawnUpToTheCut() throws Exception {
        byte[] whole = Files.readAllBytes(pcap());
        byte[] cut = Arrays.copyOf(whole, whole.length - 10);
        Run run = new Run().input(new ByteArrayInputStream(cut)).start("trace", "--pcap", "-");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out.text()).contains("\"anyone?\"").doesNotContain("port unreachable");
        assertThat(run.err.text()).contains("of the capture: the file ends in a packet");
    }

    @ParameterizedTest
    @CsvSource({
        "2, an endpoint, trace",
        "2, not both, trace 7007 --port 7007",
        "2, has no packets, trace unix:///run/x.sock",
        "2, does not exist, trace 7007 --html /no/such/page.html",
        "6, there is no such file, trace --pcap no-such-file.pcap",
        "6, that is a directory, trace --pcap /proc",
        "1, it begins with 0x, trace --pcap /proc/self/status",
    })
    void whatCannotBeTracedSaysWhy(int exit, String reason, String command) throws Exception {
        Run run = Run.of(command.split(" ", -1));
        assertThat(run.exit()).as(run.err.text()).isEqualTo(exit);
        assertThat(run.err.text()).contains(reason);
    }

    @Test
    void ctrlCEndsACaptureAndWritesWhatThereIs() throws Exception {
        Path svg = folder.resolve("ladder.svg");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 5, loopback)) {
            String port = Integer.toString(listener.getLocalPort());
            Run run = new Run().start("trace", port, "-i", "lo", "--svg", svg.toString());
            run.err.await("capturing at lo|CAP_NET_RAW");
            assumeTrue(!run.err.text().contains("CAP_NET_RAW"), "needs CAP_NET_RAW");
            converse(listener);
            run.out.await("│ CLOSED");
            run.signal("INT");
            assertThat(run.exit()).isEqualTo(ExitCode.INTERRUPTED.code());
            assertThat(run.out.text()).contains("\"hello\\n\"", "half-close", "TIME_WAIT");
            assertThat(svg).content().contains("half-close");
        }
    }

    private static void converse(ServerSocket listener) throws IOException {
        try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            client.getOutputStream().write("hello\n".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(server.getInputStream().readAllBytes()).hasSize(6);
            server.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Path pcap() throws IOException {
        Path file = folder.resolve("udp6.pcap");
        try (var in = TraceTest.class.getResourceAsStream("udp6.pcap")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return file;
    }
}
