package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fairlead.net.Endpoint;
import io.fairlead.net.EndpointException;
import io.fairlead.net.NetException;
import io.fairlead.posix.Posix;
import io.fairlead.posix.SocketCalls;
import io.fairlead.posix.SocketConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NativeDatagramsTest {
    private static NativeDatagrams open(Endpoint endpoint) throws NetException {
        return NativeDatagrams.open(endpoint, false);
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
                .isThrownBy(() -> NativeDatagrams.open(group, true).close())
                .withMessageContaining("each socket of a multicast group gets every datagram");
    }

    @Test
    void aPortIsSharedOnlyIfAllWantTo() throws Exception {
        try (NativeDatagrams one = NativeDatagrams.open(Endpoint.parse("udp://:0"), true);
                NativeDatagrams two = NativeDatagrams.open(one.endpoint(), true)) {
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
