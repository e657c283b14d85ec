package io.fairlead.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.CommandException;
import io.fairlead.client.raw.StreamClient;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LineReceiverTest {
    /** What a server does with a connection. */
    @FunctionalInterface
    private interface Act {
        void on(OutputStream out) throws IOException;
    }

    private static void serve(Socket socket, Act act) {
        try (socket) {
            act.on(socket.getOutputStream());
        } catch (IOException gone) {
            // The client has had enough.
        }
    }

    private static Thread server(ServerSocket listener, Act act) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        serve(listener.accept(), act);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static StreamClient connect(ServerSocket listener) throws Exception {
        return StreamClient.connect(
                Endpoint.tcp("127.0.0.1", listener.getLocalPort()), ConnectOptions.DEFAULT);
    }

    @Test
    void aLineWithoutEndEndsTheStay() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            byte[] some = new byte[8 * 1024];
            Arrays.fill(some, (byte) 'x');
            Thread server =
                    server(
                            listener,
                            out -> {
                                out.write("hello\n".getBytes(UTF_8));
                                while (true) out.write(some);
                            });
            try (StreamClient client = connect(listener)) {
                LineReceiver lines = new LineReceiver(client);
                assertThat(lines.next()).isEqualTo("hello");
                assertThatThrownBy(lines::next)
                        .isInstanceOf(CommandException.class)
                        .hasMessageContaining("a line of more than 65536 characters");
            }
            server.join();
        }
    }

    @Test
    void linesAreWholeHoweverTheyCome() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            byte[] bytes = ("a\n\n\u6797\u6797\n" + "y".repeat(60_000) + "\nrest").getBytes(UTF_8);
            Thread server =
                    server(
                            listener,
                            out -> {
                                for (int i = 0; i < 20; i++) out.write(bytes[i]);
                                out.write(bytes, 20, bytes.length - 20);
                            });
            try (StreamClient client = connect(listener)) {
                LineReceiver lines = new LineReceiver(client);
                assertThat(lines.next()).isEqualTo("a");
                assertThat(lines.next()).isEmpty();
                assertThat(lines.next()).isEqualTo("\u6797\u6797");
                assertThat(lines.next()).hasSize(60_000);
                assertThat(lines.next()).isEqualTo("rest");
                assertThat(lines.next()).isNull();
            }
            server.join();
        }
    }
}
