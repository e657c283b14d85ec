package io.fairlead.tls.der;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    private static String hex(byte... bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.113549, 06062a864886f70d", // X.690, 8.19
        "2.999.3, 0603883703",
        "1.3.101.112, 06032b6570",
        "2.5.29.17, 0603551d11",
    })
    void anIdentifierIsWrittenAndRead(String dotted, String bytes) throws Exception {
        assertThat(hex(Der.oid(dotted))).isEqualTo(bytes);
        assertThat(new DerReader(HexFormat.of().parseHex(bytes)).oid()).isEqualTo(dotted);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 020100",
        "127, 02017f",
        "128, 02020080",
        "-1, 0201ff",
    })
    void aNumberIsWrittenAndRead(int number, String bytes) throws Exception {
        assertThat(hex(Der.integer(number))).isEqualTo(bytes);
        assertThat(new DerReader(HexFormat.of().parseHex(bytes)).integer()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0, 03020780", "5, 03020204", "7, 03020001"})
    void namedBitsEndWithTheLastThatIsSet(int bit, String bytes) {
        assertThat(hex(Der.flags(bit))).isEqualTo(bytes);
        assertThat(hex(Der.flags(0, 2))).isEqualTo("030205a0");
    }

    @ParameterizedTest
    @CsvSource({
        "2049-12-31T23:59:59Z, 170d3439313233313233353935395a",
        "2050-01-01T00:00:00Z, 180f32303530303130313030303030305a",
    })
    void aTimeHasTheFormOfItsYear(Instant time, String bytes) {
        assertThat(hex(Der.time(time))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535, 65_536})
    void aValueOfAnyLengthIsRead(int length) throws Exception {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        DerReader inner =
                new DerReader(Der.sequence(Der.octets(content), Der.bits(content))).sequence();
        assertThat(inner.octets()).isEqualTo(content);
        assertThat(inner.bits()).isEqualTo(content);
        assertThat(inner.hasNext()).isFalse();
    }

    @Test
    void whatIsCutOffIsSaid() throws Exception {
        byte[] whole = Der.sequence(Der.integer(1), Der.octets(new byte[200]));
        for (int end = 0; end < whole.length; end++) {
            DerReader cut = new DerReader(Arrays.copyOf(whole, end));
            assertThatThrownBy(cut::sequence).isInstanceOf(DerException.class);
        }
        assertThat(new DerReader(whole).sequence().integer()).isEqualTo(BigInteger.ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3080", "3085", "30ffffffffff", "3084ffffffff00", "308480000000"})
    void aLengthThatNobodyCanMeanIsRefused(String bytes) {
        DerReader reader = new DerReader(HexFormat.of().parseHex(bytes));
        assertThatThrownBy(reader::sequence)
                .isInstanceOf(DerException.class)
                .hasMessageContaining("length");
    }

    @Test
    void anotherValueThanWasWantedIsNamed() {
        assertThatThrownBy(() -> new DerReader(Der.integer(1)).octets())
                .hasMessage("tag 0x2 where OCTET STRING was wanted");
    }
}
