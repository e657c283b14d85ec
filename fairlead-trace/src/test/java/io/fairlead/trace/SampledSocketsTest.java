package io.fairlead.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.stat.SocketTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real connection, looked at from outside. */
class SampledSocketsTest {
    @Test
    void bothEndsAndWhatBecomesOfThem() throws IOException {
        SocketTable table = new SocketTable();
        assumeTrue(table.isSupported(), "the sockets of other systems are not known");
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = listener.getLocalPort();
            SampledSockets sampled = new SampledSockets(ConversationFilter.port(port));
            assertThat(sampled.changes(table.read(Set.of("tcp")))).isEmpty();
            try (Socket client = new Socket(listener.getInetAddress(), port);
                    Socket server = listener.accept()) {
                client.getOutputStream().write(new byte[7]);
                assertThat(server.getInputStream().readNBytes(7)).hasSize(7);
                assertThat(sampled.changes(table.read(Set.of("tcp"))))
                        .hasSize(2)
                        .allMatch(line -> line.contains("ESTABLISHED"));
                assertThat(sampled.changes(table.read(Set.of("tcp"))))
                        .noneMatch(line -> line.contains("gone"));
            }
            assertThat(sampled.changes(table.read(Set.of("tcp"))))
                    .anyMatch(line -> line.contains("WAIT") || line.contains("gone"));
        }
    }
}
