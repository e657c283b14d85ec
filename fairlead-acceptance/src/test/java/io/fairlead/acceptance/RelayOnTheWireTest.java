package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a relay passes on beside bytes, as tshark(1) sees it on both sides; skipped without it, and
 * where nobody may capture.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayOnTheWireTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final String FIELDS =
            "-T fields -e tcp.srcport -e tcp.dstport -e tcp.flags -e tcp.len";

    private final Programs programs = new Programs();
    private final List<AutoCloseable> sockets = new ArrayList<>();
    private int relayPort;
    private int targetPort;
    private ServerSocket listener;
    private Program relay;
    private Program tshark;

    /** A packet, by what it does and the side of the relay on which it goes. */
    private record Packet(boolean ofClient, boolean forward, int flags, int bytes) {
        /** SYN, without ACK. */
        boolean begins() {
            return (flags & 0x12) == 0x02;
        }

        boolean isReset() {
            return (flags & 0x04) != 0;
        }

        boolean isEnd() {
            return (flags & 0x01) != 0;
        }
    }

    @BeforeEach
    void begin() throws Exception {
        Programs.requireInstalled("tshark");
        listener = keep(new ServerSocket(0, 1, LOOPBACK));
        targetPort = listener.getLocalPort();
        relay = programs.fairlead("relay", "0", String.valueOf(targetPort)).start();
        String first = relay.output().await("relay ");
        relayPort = Integer.parseInt(first.replaceAll(".*tcp://127\\.0\\.0\\.1:(\\d+)$", "$1"));
        String filter = "tcp port %d or tcp port %d".formatted(relayPort, targetPort);
        String own = programs.file("").toString(); // what it leaves behind goes with the test
        String run = "TMPDIR=\"$2\" exec tshark -l -n -i lo -f \"$1\" " + FIELDS;
        tshark = programs.shell(run, filter, own).start();
        awaitCapture();
    }

    /** Its first words come before the capture: so connections are made until one is seen. */
    private void awaitCapture() throws Exception {
        while (tshark.output().soFar().isEmpty()) {
            assumeTrue(tshark.isAlive(), () -> "no capture: " + tshark.errors().soFar());
            try (Socket probe = new Socket(LOOPBACK, relayPort);
                    Socket accepted = listener.accept()) {
                probe.shutdownOutput();
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable socket : sockets.reversed()) socket.close();
        programs.end();
    }

    private <S extends AutoCloseable> S keep(S socket) {
        sockets.add(socket);
        return socket;
    }

    /** A connection through the relay, over which a byte has gone both ways. */
    private final class Pair {
        final Socket client = keep(new Socket(LOOPBACK, relayPort));
        final Socket target = keep(listener.accept());

        Pair() throws IOException {
            exchange(client, target);
            exchange(target, client);
        }

        /**
         * On the client's side of the relay, and on the target's, in the order of tshark; not what
         * an earlier connection from the same port sent.
         */
        List<Packet> packets() {
            int clientEnd = client.getLocalPort();
            int relayEnd = target.getPort();
            List<Packet> packets = new ArrayList<>();
            for (String line : tshark.output().soFar()) {
                String[] fields = line.split("\t", -1);
                int from = Integer.parseInt(fields[0]);
                int to = Integer.parseInt(fields[1]);
                boolean ofClient = from == clientEnd || to == clientEnd;
                if (!ofClient && from != relayEnd && to != relayEnd) continue;
                boolean forward = from == clientEnd || from == relayEnd;
                int flags = Integer.decode(fields[2]);
                Packet packet = new Packet(ofClient, forward, flags, Integer.parseInt(fields[3]));
                if (packet.begins()) packets.removeIf(earlier -> earlier.ofClient() == ofClient);
                packets.add(packet);
            }
            return packets;
        }

        /** Where the first such packet is among all; waits for it. */
        int await(String what, Predicate<Packet> wanted) {
            while (packets().stream().noneMatch(wanted)) {
                if (!tshark.isAlive()) throw new AssertionError("no " + what + ": " + packets());
                Thread.onSpinWait();
            }
            List<Packet> packets = packets();
            return packets.indexOf(packets.stream().filter(wanted).findFirst().orElseThrow());
        }
    }

    private static void exchange(Socket from, Socket to) throws IOException {
        from.getOutputStream().write("x".getBytes(US_ASCII));
        assertThat(to.getInputStream().read()).isEqualTo('x');
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void aHalfCloseIsAFinOnBothSidesAndTheAnswerComesAfterIt() throws Exception {
        Pair pair = new Pair();
        pair.client.shutdownOutput();
        assertThat(pair.target.getInputStream().read()).isEqualTo(-1);
        pair.target.getOutputStream().write("late answer".getBytes(US_ASCII));
        assertThat(pair.client.getInputStream().readNBytes(11)).hasSize(11);
        int first = pair.await("FIN", packet -> packet.ofClient() && packet.isEnd());
        int second = pair.await("FIN", packet -> !packet.ofClient() && packet.isEnd());
        assertThat(second).as("the relay passes it on").isGreaterThan(first);
        int answer =
                pair.await(
                        "answer",
                        packet -> packet.ofClient() && !packet.forward() && packet.bytes() == 11);
        assertThat(answer).as("and lets the answer through").isGreaterThan(second);
        assertThat(pair.packets())
                .noneMatch(packet -> packet.isEnd() && !packet.forward())
                .noneMatch(Packet::isReset);
        pair.target.close();
        pair.await("FIN back", packet -> packet.ofClient() && packet.isEnd() && !packet.forward());
        assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
        assertThat(pair.packets()).noneMatch(Packet::isReset);
    }

    @Test
    void aResetByTheClientReachesTheTargetAsOne() throws Exception {
        Pair pair = new Pair();
        reset(pair.client);
        int first = pair.await("RST", packet -> packet.ofClient() && packet.isReset());
        int second =
                pair.await(
                        "RST passed on",
                        packet -> !packet.ofClient() && packet.isReset() && packet.forward());
        assertThat(second).isGreaterThan(first);
        assertThat(pair.packets()).noneMatch(Packet::isEnd);
    }

    @Test
    void aResetByTheTargetReachesTheClientAsOne() throws Exception {
        Pair pair = new Pair();
        reset(pair.target);
        int first = pair.await("RST", packet -> !packet.ofClient() && packet.isReset());
        int second =
                pair.await(
                        "RST passed on",
                        packet -> packet.ofClient() && packet.isReset() && !packet.forward());
        assertThat(second).isGreaterThan(first);
        assertThat(pair.packets()).noneMatch(Packet::isEnd);
    }
}
