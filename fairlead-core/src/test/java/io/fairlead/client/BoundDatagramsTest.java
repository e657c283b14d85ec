package io.fairlead.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Membership;
import io.fairlead.net.NetException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bound, and how it differs from what is connected, over UDP and Unix-domain sockets. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class BoundDatagramsTest {
    private static final Duration LONG = Duration.ofSeconds(100);

    @TempDir private Path folder;

    private Datagrams bind(String family) throws NetException {
        return Datagrams.bind(
                family.equals("udp") ? "udp://127.0.0.1:0" : "unix:" + folder.resolve("bound"));
    }

    private static Datagrams connect(Datagrams bound) throws NetException {
        return Datagrams.connect(bound.endpoint(), ConnectOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unix"})
    void eachSenderIsAnswered(String family) throws Exception {
        try (Datagrams bound = bind(family);
                Datagrams ada = connect(bound);
                Datagrams bob = connect(bound)) {
            ada.send("I am Ada");
            bob.send("");
            for (int i = 0; i < 2; i++) {
                // region: answer
                Datagrams.Received received = bound.receive(LONG);
                bound.send(received.sender(), "heard: " + received.text());
                // endregion
            }
            assertThat(ada.receive(LONG).text()).isEqualTo("heard: I am Ada");
            Datagrams.Received toBob = bob.receive(LONG);
            assertThat(toBob.text()).isEqualTo("heard: ");
            bound.send(bob.localAddress(), "");
            assertThat(bob.receive(LONG).payload().size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unix"})
    void aTimeIsOverAndLaterOneComes(String family) throws Exception {
        try (Datagrams bound = bind(family);
                Datagrams client = connect(bound)) {
            NetException over =
                    catchThrowableOfType(
                            NetException.class, () -> bound.receive(Duration.ofNanos(1)));
            assertThat(over.kind()).isEqualTo(NetException.Kind.TIMEOUT);
            assertThat(over).hasMessageContaining("no datagram came within 0 ms");
            client.send("late");
            assertThat(bound.receive(LONG).text()).isEqualTo("late");
            assertThatThrownBy(() -> bound.receive(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unix"})
    void whoIsToGetItIsClear(String family) throws Exception {
        try (Datagrams bound = bind(family);
                Datagrams client = connect(bound)) {
            assertThatThrownBy(() -> bound.send("to whom?"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is bound, and connected to nobody");
            assertThatThrownBy(() -> client.send(client.localAddress(), "to itself"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sends to nobody else; bind one");
            client.send(bound.localAddress(), "to the peer");
            assertThat(bound.receive(LONG).text()).isEqualTo("to the peer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "unix"})
    void afterTheEndItSaysSo(String family) throws Exception {
        Datagrams bound = bind(family);
        Datagrams client = connect(bound);
        SocketAddress there = client.localAddress();
        try (client) {
            bound.close();
            bound.close(); // does nothing
            assertThatThrownBy(() -> bound.send(there, "x")).isInstanceOf(NetException.class);
            assertThatThrownBy(bound::receive).isInstanceOf(NetException.class);
        }
        assertThatThrownBy(() -> client.send("x")).isInstanceOf(NetException.class);
    }

    @Test
    void groupsAreJoinedAndLeft() throws Exception {
        Membership group = Membership.parse("239.77.13.1%lo");
        try (Datagrams bound = Datagrams.bind("udp://*:0");
                Datagrams client =
                        Datagrams.connect("udp://239.77.13.1%lo:" + bound.endpoint().port());
                Datagrams direct = Datagrams.connect("udp://:" + bound.endpoint().port())) {
            bound.join(group);
            client.send("to the group");
            assertThat(bound.receive(LONG).text()).isEqualTo("to the group");
            bound.leave(group);
            client.send("to nobody");
            direct.send("to the socket");
            assertThat(bound.receive(LONG).text()).isEqualTo("to the socket");
            for (Datagrams connected : new Datagrams[] {client, direct}) {
                assertThatThrownBy(() -> connected.join(group))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("by a UDP socket that is bound");
                assertThatThrownBy(() -> connected.leave(group))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void whatAUnixSocketHasNot() throws Exception {
        Endpoint file = Endpoint.unix(folder.resolve("d"));
        DatagramOptions broadcast = DatagramOptions.DEFAULT.withBroadcast(true);
        assertThatThrownBy(() -> Datagrams.bind(file, broadcast))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave these options out");
        try (Datagrams bound = Datagrams.bind(file, DatagramOptions.DEFAULT)) {
            assertThatThrownBy(() -> bound.join(Membership.parse("239.1.2.3%lo")))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(bound.receiveBufferBytes()).isZero();
            ConnectOptions from = ConnectOptions.DEFAULT.withLocal(Endpoint.udp("127.0.0.1", 0));
            assertThatThrownBy(() -> Datagrams.connect(file, from))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsBoundIsTold() throws Exception {
        DatagramOptions options = DatagramOptions.DEFAULT.withReceiveBufferBytes(16 * 1024);
        Datagrams bound = Datagrams.bind(Endpoint.udp("127.0.0.1", 0), options);
        try (bound) {
            assertThat(bound.receiveBufferBytes()).isBetween(1024, 64 * 1024);
            assertThat(bound.endpoint().port())
                    .isPositive()
                    .isEqualTo(((InetSocketAddress) bound.localAddress()).getPort());
        }
        assertThat(bound.receiveBufferBytes()).isZero();
    }
}
