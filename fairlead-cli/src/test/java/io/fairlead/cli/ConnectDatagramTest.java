package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** {@code fairlead connect} over UDP: what a datagram is, and when it ends. */
class ConnectDatagramTest {
    @Test
    void overUdpEachLineIsADatagramAndAnswersAreAwaited() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Run run =
                    new Run()
                            .input("one\ntwo")
                            .start("connect", "udp://127.0.0.1:" + server.getLocalPort());

            assertThat(echo(server)).isEqualTo("one\n");
            assertThat(echo(server)).isEqualTo("two");
            assertThat(run.exit()).isZero();
            assertThat(run.out.text()).isEqualTo("one\ntwo");
        }
    }

    @Test
    void overUdpTheWholeInputMayBeOneDatagram() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String endpoint = "udp://127.0.0.1:" + server.getLocalPort();
            Run run = new Run().input("one\ntwo\n").start("connect", endpoint, "--whole");

            assertThat(echo(server)).isEqualTo("one\ntwo\n");
            assertThat(run.exit()).isZero();
        }
    }

    @Test
    void overUdpLongLinesAreCutToTheSizeAskedFor() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String endpoint = "udp://127.0.0.1:" + server.getLocalPort();
            Run run = new Run().input("abcde\nf\n").start("connect", endpoint, "--datagram-size=4");

            assertThat(echo(server)).isEqualTo("abcd");
            assertThat(echo(server)).isEqualTo("e\n");
            assertThat(echo(server)).isEqualTo("f\n");
            assertThat(run.exit()).isZero();
        }
    }

    @Test
    void aBroadcastIsSentWhenItIsAskedForAndAnswersAreShown() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.ofLiteral("0.0.0.0"))) {
            String endpoint = "udp://127.255.255.255:" + server.getLocalPort();
            Run refused = new Run().input("one\n").start("connect", endpoint);
            assertThat(refused.exit()).isEqualTo(8);
            assertThat(refused.err.text()).contains("a broadcast address", "connect --broadcast");

            Run run = new Run().input("one\n").start("connect", endpoint, "--broadcast");
            assertThat(echo(server)).isEqualTo("one\n");
            assertThat(run.exit()).isZero();
            assertThat(run.out.text()).isEqualTo("one\n");
        }
    }

    @Test
    void anEmptyInputIsNoDatagramAndThatIsSaid() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String endpoint = "udp://127.0.0.1:" + server.getLocalPort();
            Run run = Run.of("connect", endpoint, "--wait=10ms");

            assertThat(run.exit()).isZero();
            assertThat(run.err.text()).endsWith("; nothing was sent\n");
        }
    }

    @Test
    void whatIsTooLongForADatagramIsRefused() throws Exception {
        Run run =
                new Run()
                        .input("x".repeat(65_508))
                        .start("connect", "udp://127.0.0.1:9", "--whole");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err.text()).contains("--datagram-size 1400 cuts it into several");
    }

    private static String echo(DatagramSocket server) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        server.setSoTimeout(60_000);
        server.receive(packet);
        server.send(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }
}
