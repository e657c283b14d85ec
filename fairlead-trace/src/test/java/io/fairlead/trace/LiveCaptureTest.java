package io.fairlead.trace;

import static io.fairlead.trace.Protocol.UDP;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.Packet;
import io.fairlead.packet.TcpSegment;
import io.fairlead.packet.UdpDatagram;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Captures real conversations over loopback; skipped where this user may not. */
class LiveCaptureTest {
    @Test
    void everyPacketOfALoopbackConversationIsSeenOnce() throws IOException {
        try (LiveCapture capture = open(ConversationFilter.all());
                ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Conversations conversations =
                    new Conversations(ConversationFilter.port(listener.getLocalPort()));
            converse(listener);
            // All has been sent, and loopback is not slow: what was sent waits in the socket.
            drain(capture, conversations, 0);
            assertThat(capture.drops()).isZero();
            Conversation seen = conversations.all().getFirst();
            assertThat(conversations.all()).hasSize(1);
            assertThat(seen.isOver()).as("the last packet is there").isTrue();
            assertThat(seen.steps()).noneMatch(Step::isTrouble);
            assertThat(seen.steps().getFirst().client()).isEqualTo(TcpState.SYN_SENT);
            int bytes =
                    seen.steps().stream()
                            .map(step -> (TcpSegment) step.packet().transport())
                            .mapToInt(TcpSegment::payloadBytes)
                            .sum();
            assertThat(bytes).isEqualTo(2 * 100 * 5);
        }
    }

    @Test
    void theKernelLeavesOutOtherPortsAndNothingElse() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 5, here);
                DatagramSocket socket = new DatagramSocket(0, here);
                DatagramSocket other = new DatagramSocket(0, here)) {
            ConversationFilter filter = ConversationFilter.port(listener.getLocalPort());
            try (LiveCapture all = open(ConversationFilter.all());
                    LiveCapture filtered = open(filter)) {
                converse(listener);
                // Nobody receives there: an ICMP error, which has no port but in what it quotes.
                send(socket, listener.getLocalPort());
                send(socket, other.getLocalPort());
                Conversations ofAll = new Conversations(filter);
                Conversations ofFiltered = new Conversations(filter);
                int seen = drain(all, ofAll, other.getLocalPort());
                assertThat(seen).as("captured without a filter").isPositive();
                assertThat(drain(filtered, ofFiltered, other.getLocalPort())).isZero();
                assertThat(frames(ofFiltered)).isEqualTo(frames(ofAll)).hasSizeGreaterThan(200);
                assertThat(ofFiltered.all()).extracting(Conversation::protocol).contains(UDP);
                assertThat(ofFiltered.all().getLast().steps().getLast().marks())
                        .containsExactly(Mark.ICMP_ERROR);
            }
        }
    }

    private static void send(DatagramSocket from, int port) throws IOException {
        from.send(new DatagramPacket(new byte[5], 5, from.getLocalAddress(), port));
    }

    private static List<String> frames(Conversations conversations) {
        return conversations.all().stream()
                .flatMap(conversation -> conversation.steps().stream())
                .map(step -> HexFormat.of().formatHex(step.frame().octets().toArray()))
                .toList();
    }

    @Test
    void theFirstPacketsTooHaveTheTimeAtWhichTheyCame() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        List<Long> sentNs = new ArrayList<>();
        List<Long> cameNs = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            send(socket); // for the first time, which takes long
            try (LiveCapture capture = open(ConversationFilter.port(socket.getLocalPort()))) {
                for (int i = 0; i < 10; i++) sentNs.add(send(socket));
                for (int i = 0; i < 10; i++) cameNs.add(next(capture).timeNs());
            }
        }
        for (int i = 0; i < 10; i++) assertThat(cameNs.get(i)).isLessThan(sentNs.get(i));
    }

    private static CapturedFrame next(LiveCapture capture) throws IOException {
        CapturedFrame frame = capture.tryNext();
        while (frame == null) {
            assertThat(capture.await(5_000)).as("another packet comes").isTrue();
            frame = capture.tryNext();
        }
        return frame;
    }

    /** Sends a datagram of a socket to itself; returns a time after that. */
    private static long send(DatagramSocket socket) throws IOException {
        socket.send(new DatagramPacket(new byte[1], 1, socket.getLocalSocketAddress()));
        return KernelClock.nowNs();
    }

    @Test
    void anInterfaceThatIsNotThere() {
        assertThatThrownBy(() -> LiveCapture.open("nosuch0", ConversationFilter.all()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("ip link lists them");
    }

    private static void converse(ServerSocket listener) throws IOException {
        byte[] hello = "hello".getBytes(US_ASCII);
        try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            for (int i = 0; i < 100; i++) {
                client.getOutputStream().write(hello);
                server.getOutputStream().write(server.getInputStream().readNBytes(5));
                assertThat(client.getInputStream().readNBytes(5)).isEqualTo(hello);
            }
            client.shutdownOutput();
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            server.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Takes what waits; returns how many datagrams to {@code port} there were. */
    private static int drain(LiveCapture capture, Conversations conversations, int port)
            throws IOException {
        int count = 0;
        @Nullable CapturedFrame frame = capture.tryNext();
        while (frame != null) {
            boolean there =
                    Packet.decode(frame).transport() instanceof UdpDatagram datagram
                            && datagram.destinationPort() == port;
            count += there ? 1 : 0;
            conversations.add(frame);
            frame = capture.tryNext();
        }
        return count;
    }

    private static LiveCapture open(ConversationFilter filter) throws IOException {
        try {
            return LiveCapture.open("lo", filter);
        } catch (CaptureException e) {
            assumeTrue(!e.isPermission(), "this user may not capture (CAP_NET_RAW)");
            throw e;
        }
    }
}
