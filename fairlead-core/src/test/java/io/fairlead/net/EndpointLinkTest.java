package io.fairlead.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who reaches an address of one link. */
class EndpointLinkTest {
    @Test
    void aLinkThatIsTheLoopbackInterfaceIsOnlyThisMachines() throws Exception {
        NetworkInterface lo = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
        for (String link : List.of("fe80::1", "febf::1", "ff02::7", "ff01::1")) {
            assertThat(Endpoint.udp(link + "%" + lo.getName(), 7).isLoopback()).isTrue();
            assertThat(Endpoint.udp(link + "%" + lo.getIndex(), 7).isLoopback()).isTrue();
            assertThat(Endpoint.udp(link + "%nosuch", 7).isLoopback()).isFalse();
            assertThat(Endpoint.udp(link, 7).isLoopback()).isFalse();
        }
        for (String wider : List.of("2001:db8::1", "ff05::1", "fec0::1", "fe00::1")) {
            assertThat(Endpoint.udp(wider + "%" + lo.getName(), 7).isLoopback()).isFalse();
        }
    }
}
