package io.fairlead.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
class DatagramClientTest {
    private static DatagramClient open(Endpoint endpoint) throws NetException {
        return DatagramClient.open(endpoint, ConnectOptions.DEFAULT);
    }

    @Test
    void anExchange() throws Exception {
        try (Server server =
                        Server.at("udp://127.0.0.1:0").serve((peer, frame) -> peer.send(frame));
                DatagramClient client = open(server.endpoint())) {
            client.send(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            assertThat(UTF_8.decode(client.receive()).toString()).isEqualTo("hello");
        }
    }

    /** Between two others, so that nothing is waited for that may never come. */
    @Test
    void anEmptyDatagramGoesBothWays() throws Exception {
        try (Server server =
                        Server.at("udp://127.0.0.1:0").serve((peer, frame) -> peer.send(frame));
                DatagramClient client = open(server.endpoint())) {
            for (String text : List.of("a", "", "", "b")) {
                client.send(ByteBuffer.wrap(text.getBytes(UTF_8)));
                assertThat(UTF_8.decode(client.receive()).toString()).isEqualTo(text);
            }
        }
    }

    @Test
    void nothingIsSentAfterTheEnd() throws Exception {
        DatagramClient client = open(Endpoint.udp("127.0.0.1", 9));
        client.send(ByteBuffer.allocate(0));
        long open = descriptors();
        client.close();
        assertThat(descriptors()).isLessThanOrEqualTo(open - 2);
        assertThatThrownBy(() -> client.send(ByteBuffer.allocate(0)))
                .isInstanceOf(NetException.class)
                .hasMessageContaining("the channel is closed");
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    /** Nothing has come in time; what comes later is received. */
    @Test
    void aReceiveThatIsOver() throws Exception {
        try (Server server =
                        Server.at("udp://127.0.0.1:0").serve((peer, frame) -> peer.send(frame));
                DatagramClient client = open(server.endpoint())) {
            NetException over =
                    catchThrowableOfType(
                            NetException.class, () -> client.receive(Duration.ofNanos(1)));
            assertThat(over.kind()).isEqualTo(NetException.Kind.TIMEOUT);
            assertThat(over).hasMessageContaining("no datagram came within");
            client.send(ByteBuffer.wrap("late".getBytes(UTF_8)));
            assertThat(UTF_8.decode(client.receive(Duration.ofSeconds(100))).toString())
                    .isEqualTo("late");
            assertThat(client.sender())
                    .isEqualTo(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral("127.0.0.1"), server.port()));
        }
    }

    @Test
    void tooLong() throws Exception {
        try (Server server = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {});
                DatagramClient client = open(server.endpoint())) {
            NetException refused =
                    catchThrowableOfType(
                            NetException.class, () -> client.send(ByteBuffer.allocate(65_508)));
            assertThat(refused.errno()).isEqualTo("EMSGSIZE");
        }
    }

    @Test
    void nobodyListens() throws Exception {
        Endpoint endpoint;
        try (Server gone = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {})) {
            endpoint = gone.endpoint();
        }
        try (DatagramClient client = open(endpoint)) {
            client.send(ByteBuffer.wrap(new byte[] {1}));
            NetException refused = catchThrowableOfType(NetException.class, client::receive);
            assertThat(refused.kind()).isEqualTo(NetException.Kind.REFUSED);
        }
    }

    /** The answer comes from an address that was not asked, as it does from a group's member. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aBroadcastIsAnswered() throws Exception {
        try (Server server =
                Server.at("udp://0.0.0.0:0").serve((peer, frame) -> peer.send(frame))) {
            Endpoint all = Endpoint.udp("127.255.255.255", server.port());
            assertThatThrownBy(() -> open(all).close())
                    .isInstanceOf(NetException.class)
                    .hasMessageContaining("EACCES: it is a broadcast address")
                    .hasMessageContaining("connect --broadcast or DatagramOptions.withBroadcast");
            ConnectOptions options =
                    ConnectOptions.DEFAULT.withDatagrams(
                            DatagramOptions.DEFAULT.withBroadcast(true));
            assertAnswered(DatagramClient.open(all, options));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aGroupIsAskedAtItsInterface() throws Exception {
        try (Server server =
                Server.at("udp://239.77.7.11%lo:0").serve((peer, frame) -> peer.send(frame))) {
            assertAnswered(open(server.endpoint()));
        }
    }

    private static void assertAnswered(DatagramClient client) throws Exception {
        try (client) {
            assertThat(client.localAddress()).extracting("port").isNotEqualTo(0);
            client.send(ByteBuffer.wrap("hello".getBytes(UTF_8)));
            assertThat(UTF_8.decode(client.receive()).toString()).isEqualTo("hello");
        }
    }

    @Test
    void closeWakesAReceive() throws Exception {
        try (Server server = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {})) {
            DatagramClient client = open(server.endpoint());
            CompletableFuture<Void> receiving =
                    CompletableFuture.runAsync(() ->
                            assertThatThrownBy(client::receive).isInstanceOf(NetException.class));
            client.close();
            receiving.join();
        }
    }
}
