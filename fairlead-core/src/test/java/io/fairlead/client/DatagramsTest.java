package io.fairlead.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
class DatagramsTest {
    private static Datagrams open(Endpoint endpoint) throws NetException {
        return Datagrams.connect(endpoint, ConnectOptions.DEFAULT);
    }

    @Test
    void anExchange() throws Exception {
        try (Server server =
                        Server.at("udp://127.0.0.1:0").serve((peer, frame) -> peer.send(frame));
                Datagrams client = open(server.endpoint())) {
            client.send("hello");
            assertThat(client.receive().text()).isEqualTo("hello");
        }
    }

    /** Between two others, so that nothing is waited for that may never come. */
    @Test
    void anEmptyDatagramGoesBothWays() throws Exception {
        try (Server server =
                        Server.at("udp://127.0.0.1:0").serve((peer, frame) -> peer.send(frame));
                Datagrams client = open(server.endpoint())) {
            for (String text : List.of("a", "", "", "b")) {
                client.send(text);
                assertThat(client.receive().text()).isEqualTo(text);
            }
        }
    }

    @Test
    void nothingIsSentAfterTheEnd() throws Exception {
        Datagrams client = open(Endpoint.udp("127.0.0.1", 9));
        client.send("");
        long open = descriptors();
        client.close();
        assertThat(descriptors()).isLessThanOrEqualTo(open - 2);
        assertThatThrownBy(() -> client.send(""))
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
                Datagrams client = open(server.endpoint())) {
            NetException over =
                    catchThrowableOfType(
                            NetException.class, () -> client.receive(Duration.ofNanos(1)));
            assertThat(over.kind()).isEqualTo(NetException.Kind.TIMEOUT);
            assertThat(over).hasMessageContaining("no datagram came within");
            client.send("late");
            Datagrams.Received late = client.receive(Duration.ofSeconds(100));
            assertThat(late.text()).isEqualTo("late");
            assertThat(late.sender())
                    .isEqualTo(
                            new InetSocketAddress(
                                    InetAddress.ofLiteral("127.0.0.1"), server.port()));
        }
    }

    @Test
    void tooLong() throws Exception {
        try (Server server = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {});
                Datagrams client = open(server.endpoint())) {
            NetException refused =
                    catchThrowableOfType(
                            NetException.class, () -> client.send(Frame.of(new byte[65_508])));
            assertThat(refused.errno()).isEqualTo("EMSGSIZE");
        }
    }

    @Test
    void nobodyListens() throws Exception {
        Endpoint endpoint;
        try (Server gone = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {})) {
            endpoint = gone.endpoint();
        }
        try (Datagrams client = open(endpoint)) {
            client.send("x");
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
            assertAnswered(Datagrams.connect(all, options));
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

    private static void assertAnswered(Datagrams client) throws Exception {
        try (client) {
            assertThat(client.localAddress()).extracting("port").isNotEqualTo(0);
            client.send("hello");
            assertThat(client.receive().text()).isEqualTo("hello");
        }
    }

    @Test
    void closeWakesAReceive() throws Exception {
        try (Server server = Server.at("udp://127.0.0.1:0").serve((peer, frame) -> {})) {
            Datagrams client = open(server.endpoint());
            CompletableFuture<Void> receiving =
                    CompletableFuture.runAsync(() ->
                            assertThatThrownBy(client::receive).isInstanceOf(NetException.class));
            client.close();
            receiving.join();
        }
    }
}
