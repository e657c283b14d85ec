package io.fairlead.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks are read as people write them, and what is none is told with a way out. */
class CidrBlockTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.0/0",
        "10.0.0.0/8, 10.0.0.0/8",
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7",
        "255.255.255.255, 255.255.255.255",
        "::/0, 0:0:0:0:0:0:0:0/0",
        "2001:db8::/32, 2001:db8:0:0:0:0:0:0/32",
        "2001:db8::/64, 2001:db8:0:0:0:0:0:0/64",
        "2001:db8::8000:0:0:0/65, 2001:db8:0:0:8000:0:0:0/65",
        "::1, 0:0:0:0:0:0:0:1",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void aNetworkIsReadAndWritten(String text, String written) {
        CidrBlock network = CidrBlock.parse(text);
        assertThat(network).hasToString(written);
        assertThat(CidrBlock.parse(written)).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 'write 10.0.0.0/8 for the network, or 10.1.2.3 for the address'",
        "2001:db8::1/64, write 2001:db8:0:0:0:0:0:0/64",
        "10.0.0.0/33, from 0 to 32",
        "::/129, from 0 to 128",
        "10.0.0.0/, from 0 to 32",
        "10.0.0.0/-1, from 0 to 32",
        "10.0.0.0/255.0.0.0, from 0 to 32",
        "localhost, is no network",
        "example.org/8, is no network",
        "10.0.0, is no network",
        "'', is no network",
        "/8, is no network"
    })
    void whatIsNoneIsRefused(String text, String words) {
        assertThatThrownBy(() -> CidrBlock.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void itEndsWithItsLastAddress() {
        CidrBlock four = CidrBlock.parse("192.0.2.0/25");
        assertThat(four.lastLow()).isEqualTo(four.low() + 127);
        CidrBlock six = CidrBlock.parse("2001:db8::/32");
        assertThat(six.lastHigh()).isEqualTo(six.high() | 0xFFFF_FFFFL);
        assertThat(six.lastLow()).isEqualTo(-1);
    }
}
