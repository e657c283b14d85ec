package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.posix.InetConstants;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NativeDatagramsTest {
    static final DatagramOptions UNUSUAL =
            DatagramOptions.DEFAULT
                    .withMulticastTtl(7)
                    .withMulticastLoop(false)
                    .withMulticastInterface("lo")
                    .withBroadcast(true)
                    .withReceiveBufferBytes(10_000);

    private static NativeDatagrams open(Endpoint endpoint) throws NetException {
        return open(endpoint, false);
    }

    private static NativeDatagrams open(Endpoint endpoint, boolean sharesPort) throws NetException {
        return NativeDatagrams.open(endpoint, DatagramOptions.DEFAULT, sharesPort);
    }

    @ParameterizedTest
    @CsvSource({
        "udp://127.0.0.1:0, udp://127.0.0.1, false",
        "udp://*:0, udp://*, true",
        "udp://[::1]:0, udp://[::1], true"
    })
    void isBoundWhereItWasWanted(String wanted, String bound, boolean ipv6) throws Exception {
        try (NativeDatagrams socket = open(Endpoint.parse(wanted))) {
            int port = socket.localAddress().getPort();
            assertThat(port).isPositive();
            assertThat(socket.endpoint()).hasToString(bound + ":" + port);
            assertThat(socket.isIpv6()).isEqualTo(ipv6);
        }
    }

    @Test
    void hasRoomForSomeDatagrams() throws Exception {
        try (NativeDatagrams socket = open(Endpoint.parse("udp://:0"))) {
            SocketCalls calls = new SocketCalls(new Posix());
            int room =
                    calls.getsockopt(
                            socket.fd(), SocketConstants.SOL_SOCKET, SocketConstants.SO_RCVBUF);
            assertThat(room).isGreaterThanOrEqualTo(128 * 1024);
        }
    }

    /** An IPv6 socket for both families has what concerns groups twice. */
    @Test
    void hasTheOptionsThatAreAskedFor() throws Exception {
        try (NativeDatagrams socket =
                NativeDatagrams.open(Endpoint.parse("udp://*:0"), UNUSUAL, false)) {
            SocketCalls calls = new SocketCalls(new Posix());
            int lo = NetworkInterface.getByName("lo").getIndex();
            int ip = InetConstants.IPPROTO_IP;
            int ipv6 = InetConstants.IPPROTO_IPV6;
            int fd = socket.fd();
            assertThat(calls.getsockopt(fd, ip, InetConstants.IP_MULTICAST_TTL)).isEqualTo(7);
            assertThat(calls.getsockopt(fd, ipv6, InetConstants.IPV6_MULTICAST_HOPS)).isEqualTo(7);
            assertThat(calls.getsockopt(fd, ip, InetConstants.IP_MULTICAST_LOOP)).isZero();
            assertThat(calls.getsockopt(fd, ipv6, InetConstants.IPV6_MULTICAST_LOOP)).isZero();
            assertThat(calls.getsockopt(fd, ip, InetConstants.IP_MULTICAST_ALL)).isZero();
            assertThat(calls.getsockopt(fd, ipv6, InetConstants.IPV6_MULTICAST_IF)).isEqualTo(lo);
            int broadcast = SocketConstants.SO_BROADCAST;
            assertThat(calls.getsockopt(fd, SocketConstants.SOL_SOCKET, broadcast)).isOne();
            assertThat(socket.receiveBufferBytes()).isEqualTo(10_000);
        }
    }

    @Test
    void aGroupNeedsAnInterface() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> open(Endpoint.parse("udp://239.1.2.3%none0:0")).close())
                .withMessageContaining("ENODEV: there is no network interface none0; this machine");
    }

    @Test
    void aGroupIsNotSpreadOverLoops() {
        Endpoint group = Endpoint.parse("udp://239.1.2.3%lo:0");
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> open(group, true).close())
                .withMessageContaining("each socket of a multicast group gets every datagram");
    }

    @Test
    void aPortIsSharedOnlyIfAllWantTo() throws Exception {
        try (NativeDatagrams one = open(Endpoint.parse("udp://:0"), true);
                NativeDatagrams two = open(one.endpoint(), true)) {
            assertThat(two.endpoint()).isEqualTo(one.endpoint());
            assertThatExceptionOfType(NetException.class)
                    .isThrownBy(() -> open(one.endpoint()).close())
                    .withMessageStartingWith(
                            "bind " + one.endpoint() + ": EADDRINUSE: the port is held by pid ");
        }
    }

    @Test
    void refusesWhatIsNotUdp() {
        assertThatExceptionOfType(EndpointException.class)
                .isThrownBy(() -> open(Endpoint.parse("7007")).close())
                .withMessageContaining("udp://HOST:PORT");
    }
}
