package io.fairlead.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "239.1.2.3",
                "224.0.0.1%eth0.100",
                "ff02::fb%2",
                "ff15::1",
                "10.0.0.5@232.1.2.3%eth0",
                "2001:db8::1@ff3e::1%eth0"
            })
    void readsWhatItWrites(String text) {
        Membership read = Membership.parse(text);
        assertThat(read).hasToString(text).isEqualTo(Membership.parse(text));
        assertThat(read.group().isMulticastAddress()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 10.0.0.1 is not a multicast group; use 224.0.0.0 to 239.255.255.255",
                "fe80::1%eth0 | fe80::1 is not a multicast group",
                "239.1.2 | it has 3 of 4 parts",
                "239.1.2.3% | a network interface is missing",
                "eth0 | eth0 is not an IPv4 address",
                "'' | is not an IPv4 address",
                "::1@239.1.2.3 | different families",
                "239.1.1.1@239.1.2.3 | 239.1.1.1 is no source",
                "0.0.0.0@239.1.2.3 | 0.0.0.0 is no source",
                "x@239.1.2.3 | x is not an IPv4 address"
            })
    void saysWhatIsWrong(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Membership.parse(text))
                .withMessageStartingWith("membership \"" + text + "\": ")
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "eth0, 239.1.2.3%eth0",
        "eth0.100, 239.1.2.3%eth0.100",
        "3, 239.1.2.3%3",
        "10.0.0.5@eth0, 10.0.0.5@239.1.2.3%eth0",
        "239.9.9.9%lo, 239.9.9.9%lo",
        "239.9.9.9, 239.9.9.9"
    })
    void anInterfaceForTheGroupOfAnEndpoint(String text, String read) {
        Endpoint group = Endpoint.parse("udp://239.1.2.3%lo:7007");
        assertThat(Membership.parse(text, group)).hasToString(read);
    }

    @Test
    void anInterfaceNeedsAGroup() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Membership.parse("eth0", Endpoint.parse("udp://*:7007")))
                .withMessageContaining("it names no group, and udp://*:7007 is none")
                .withMessageContaining("write GROUP%INTERFACE");
    }

    @ParameterizedTest
    @CsvSource({
        "udp://*:1, 239.1.2.3, true",
        "udp://*:1, ff15::1, true",
        "udp://[::]:1, 239.1.2.3, true",
        "udp://0.0.0.0:1, 239.1.2.3, true",
        "udp://0.0.0.0:1, ff15::1, false",
        "udp://239.1.2.3:1, 239.1.2.3%lo, true",
        "udp://239.1.2.4:1, 239.1.2.3, false",
        "udp://127.0.0.1:1, 239.1.2.3, false",
        "udp://host.example:1, 239.1.2.3, false"
    })
    void isHeardWhereItComes(String endpoint, String group, boolean heard) {
        Membership membership = Membership.parse(group);
        Endpoint at = Endpoint.parse(endpoint);
        if (heard) {
            membership.requireHeardAt(at);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> membership.requireHeardAt(at))
                    .withMessageContaining("use udp://*:1, or the group's");
        }
    }

    @Test
    void madeFromParts() {
        InetAddress group = InetAddress.ofLiteral("239.1.2.3");
        assertThat(new Membership(group, "eth0", null)).hasToString("239.1.2.3%eth0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatagramOptions.DEFAULT.withMulticastTtl(256))
                .withMessageContaining("from 0 to 255, not 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatagramOptions.DEFAULT.withReceiveBufferBytes(-1));
    }
}
