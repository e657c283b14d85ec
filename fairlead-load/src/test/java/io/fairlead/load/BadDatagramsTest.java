package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.load.result.Fault;
import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UDP servers that lose datagrams, let them overtake, or change them. */
class BadDatagramsTest {
    /** Loses each third datagram, and has the others overtake. */
    @Test
    void lostDatagramsAreCountedAndNoError() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread _ = Thread.ofPlatform().daemon().start(() -> loseAndReorder(socket));
            LoadBuilder load = Loads.brief(Endpoint.udp("127.0.0.1", socket.getLocalPort()));
            load.depth(8).duration(Duration.ofSeconds(2)).timeout(Duration.ofMillis(300));
            LoadReport report = Loads.run(load);
            assertThat(report.failure()).isNull();
            assertThat(report.errors()).isZero();
            assertThat(report.messages()).isPositive();
            assertThat(report.faults(Fault.LOST)).isPositive();
            assertThat(report.reordered()).isPositive();
            assertThat(report.jitterNs()).isPositive();
        }
    }

    private static void loseAndReorder(DatagramSocket socket) {
        byte[][] bytes = new byte[3][2048];
        try {
            while (true) {
                DatagramPacket[] three = new DatagramPacket[3];
                for (int i = 0; i < 3; i++) {
                    three[i] = new DatagramPacket(bytes[i], bytes[i].length);
                    socket.receive(three[i]);
                }
                socket.send(three[1]);
                socket.send(three[0]);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aWrongDatagramFailsTheRun(boolean cut) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread _ = Thread.ofPlatform().daemon().start(() -> spoil(socket, cut));
            LoadBuilder load = Loads.brief(Endpoint.udp("127.0.0.1", socket.getLocalPort()));
            assertThat(
                            BadServersTest.wrong(Loads.run(load.duration(Duration.ofSeconds(30))))
                                    .offset())
                    .isEqualTo(cut ? 63 : 40);
        }
    }

    private static void spoil(DatagramSocket socket, boolean cut) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
            packet.getData()[40] ^= (byte) (cut ? 0 : 1);
            if (cut) packet.setLength(63);
            socket.send(packet);
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
