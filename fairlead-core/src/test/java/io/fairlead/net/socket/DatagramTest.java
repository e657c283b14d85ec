package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.ConnectOptions;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.Endpoint.Scheme;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.net.NetException.Kind;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DatagramTest {
    @ParameterizedTest
    @ValueSource(strings = {"udp://:0", "udp://*:0", "udp://0.0.0.0:0", "udp://[::1]:0"})
    void theLargestDatagramArrives(String text) throws Exception {
        assumeThat(text.indexOf('[') < 0 || ListenerTest.hasIpv6()).as("IPv6").isTrue();
        Endpoint wanted = Endpoint.parse(text);
        try (DatagramChannel server = open(wanted);
                DatagramChannel client =
                        Sockets.connectDatagram(
                                wanted.withPort(port(server)), ConnectOptions.DEFAULT)) {
            assertThat(client.write(ByteBuffer.allocate(65_507))).isEqualTo(65_507);
            ByteBuffer received = ByteBuffer.allocate(65_535);
            assertThat(server.receive(received)).isEqualTo(client.getLocalAddress());
            assertThat(received.position()).isEqualTo(65_507);
        }
    }

    private static int port(DatagramChannel channel) throws Exception {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    @Test
    void hasRoomForSomeDatagrams() throws Exception {
        try (DatagramChannel plain = DatagramChannel.open();
                DatagramChannel server = open(Endpoint.parse("udp://:0"))) {
            assertThat(server.getOption(StandardSocketOptions.SO_RCVBUF))
                    .isGreaterThanOrEqualTo(plain.getOption(StandardSocketOptions.SO_RCVBUF))
                    .isGreaterThanOrEqualTo(128 * 1024);
            assertThat(server.getOption(StandardSocketOptions.SO_REUSEADDR)).isFalse();
        }
    }

    private static DatagramChannel open(String endpoint) throws NetException {
        return open(Endpoint.parse(endpoint));
    }

    private static DatagramChannel open(Endpoint endpoint) throws NetException {
        return ChannelDatagrams.open(endpoint, DatagramOptions.DEFAULT, false).channel();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aGroupNeedsAnInterface() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> open("udp://239.1.2.3%none0:0").close())
                .withMessageStartingWith(
                        "join udp://239.1.2.3%none0:0: ENODEV: there is no network interface"
                                + " none0; this machine has ")
                .withMessageContaining("lo")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> open("udp://[ff02::1234]:7007").close())
                .withMessageContaining("no route names a network interface for that group")
                .withMessageContaining("name it, as in udp://[ff02::1234%eth0]:7007; this machine");
    }

    @Test
    void aGroupIsNotSpreadOverLoops() {
        Endpoint group = Endpoint.parse("udp://239.1.2.3%lo:0");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(
                        () -> ChannelDatagrams.open(group, DatagramOptions.DEFAULT, true).close())
                .withMessageContaining("each socket of a multicast group gets every datagram");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hasTheOptionsThatAreAskedFor() throws Exception {
        DatagramOptions options = NativeDatagramsTest.UNUSUAL;
        try (ChannelDatagrams socket =
                ChannelDatagrams.open(Endpoint.parse("udp://*:0"), options, false)) {
            DatagramChannel channel = socket.channel();
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(7);
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_LOOP)).isFalse();
            assertThat(channel.getOption(StandardSocketOptions.SO_BROADCAST)).isTrue();
            assertThat(channel.getOption(StandardSocketOptions.IP_MULTICAST_IF).getName())
                    .isEqualTo("lo");
            assertThat(socket.receiveBufferBytes()).isEqualTo(10_000);
        }
    }

    @Test
    void aPortIsNotShared() throws Exception {
        try (DatagramChannel server = open(Endpoint.parse("udp://:0"))) {
            Endpoint held = Endpoint.of(server.getLocalAddress(), Scheme.UDP);
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> open(held))
                    .withMessageStartingWith("bind " + held + ": EADDRINUSE: the port is ")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.ADDRESS));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortInUseNamesItsHolder() throws Exception {
        try (DatagramChannel server = open(Endpoint.parse("udp://*:0"))) {
            Endpoint held = Endpoint.udp("127.0.0.1", port(server));
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> open(held))
                    .withMessageContaining("held by pid " + ProcessHandle.current().pid() + " (");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aConnectedSocketHearsOfAnUnreachablePort() throws Exception {
        int closed;
        try (DatagramChannel server = open(Endpoint.parse("udp://:0"))) {
            closed = port(server);
        }
        Endpoint remote = Endpoint.udp("127.0.0.1", closed);
        try (DatagramChannel client = Sockets.connectDatagram(remote, ConnectOptions.DEFAULT)) {
            client.write(ByteBuffer.allocate(1));
            assertThatExceptionOfType(PortUnreachableException.class)
                    .isThrownBy(() -> client.read(ByteBuffer.allocate(1)))
                    .satisfies(e ->
                            assertThat(NetException.of("read", remote, e).kind())
                                    .isEqualTo(Kind.REFUSED));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDatagramThatIsTooLongIsExplained() throws Exception {
        Endpoint remote = Endpoint.parse("udp://:9");
        try (DatagramChannel client = Sockets.connectDatagram(remote, ConnectOptions.DEFAULT)) {
            assertThatExceptionOfType(java.io.IOException.class)
                    .isThrownBy(() -> client.write(ByteBuffer.allocate(65_508)))
                    .satisfies(e ->
                            assertThat(NetException.of("write", remote, e))
                                    .hasMessageContaining("EMSGSIZE: the datagram is too"));
        }
    }

    @Test
    void refusesWhatIsNotUdp() {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> open(Endpoint.parse("7007")))
                .withMessageContaining("udp://HOST:PORT");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() ->
                        Sockets.connectDatagram(Endpoint.parse("7007"), ConnectOptions.DEFAULT));
    }
}
