package io.fairlead.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.packet.CapturedFrame;
import io.fairlead.packet.TcpSegment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Captures real conversations over loopback; skipped where this user may not. */
class LiveCaptureTest {
    @Test
    void everyPacketOfALoopbackConversationIsSeenOnce() throws IOException {
        try (LiveCapture capture = open();
                ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Conversations conversations = new Conversations(Watch.port(listener.getLocalPort()));
            converse(listener);
            // All has been sent, and loopback is not slow: what was sent waits in the socket.
            drain(capture, conversations);
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
    void anInterfaceThatIsNotThere() {
        assertThatThrownBy(() -> LiveCapture.open("nosuch0"))
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

    private static void drain(LiveCapture capture, Conversations conversations) throws IOException {
        @Nullable CapturedFrame frame = capture.tryNext();
        while (frame != null) {
            conversations.add(frame);
            frame = capture.tryNext();
        }
    }

    private static LiveCapture open() throws IOException {
        try {
            return LiveCapture.open("lo");
        } catch (CaptureException e) {
            assumeTrue(!e.isPermission(), "this user may not capture (CAP_NET_RAW)");
            throw e;
        }
    }
}
