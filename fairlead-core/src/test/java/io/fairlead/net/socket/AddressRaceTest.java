package io.fairlead.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AddressRaceTest {
    private static final long START_NS = Long.MAX_VALUE - 5; // the clock may wrap at any moment

    private static List<InetSocketAddress> addresses(String... literals) {
        return Stream.of(literals)
                .map(literal -> new InetSocketAddress(InetAddress.ofLiteral(literal), 7))
                .toList();
    }

    private static String text(@Nullable InetSocketAddress address) {
        return address == null ? "none" : address.getAddress().getHostAddress();
    }

    @Test
    void theFamiliesTakeTurnsAndTheFirstAddressStaysFirst() {
        AddressRace race =
                new AddressRace(
                        addresses("10.0.0.1", "10.0.0.2", "10.0.0.3", "fd00::1", "fd00::2"),
                        START_NS);
        long nowNs = START_NS;
        for (String expected :
                List.of("10.0.0.1", "fd00:0:0:0:0:0:0:1", "10.0.0.2", "fd00:0:0:0:0:0:0:2")) {
            assertThat(text(race.next(nowNs))).isEqualTo(expected);
            nowNs += AddressRace.DELAY_NS;
        }
        assertThat(text(race.next(nowNs))).isEqualTo("10.0.0.3");
        assertThat(race.next(nowNs + AddressRace.DELAY_NS)).isNull();
        assertThat(race.waitNs(nowNs)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theNextIsDueAfterADelay() {
        AddressRace race = new AddressRace(addresses("fd00::1", "10.0.0.1"), START_NS);
        assertThat(race.waitNs(START_NS)).isZero();
        assertThat(text(race.next(START_NS))).startsWith("fd00");
        long early = START_NS + AddressRace.DELAY_NS - 1;
        assertThat(race.next(early)).isNull();
        assertThat(race.waitNs(early)).isEqualTo(1);
        assertThat(text(race.next(early + 1))).isEqualTo("10.0.0.1");
    }

    @Test
    void theNextIsDueAsSoonAsOneHasFailed() {
        AddressRace race = new AddressRace(addresses("fd00::1", "10.0.0.1"), START_NS);
        assertThat(race.next(START_NS)).isNotNull();
        race.failed(START_NS + 1);
        assertThat(race.waitNs(START_NS + 1)).isZero();
        assertThat(text(race.next(START_NS + 1))).isEqualTo("10.0.0.1");
    }
}
