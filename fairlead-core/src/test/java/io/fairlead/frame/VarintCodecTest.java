package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintCodecTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "65536, 808004",
    })
    void theLengthIsUnsignedLeb128(int size, String header) {
        Codec codec = Codec.varintPrefixed();
        byte[] wire = CodecDriver.encode(codec, List.of(new byte[size]));
        byte[] start = HexFormat.of().parseHex(header);
        assertThat(Arrays.copyOf(wire, start.length)).isEqualTo(start);
        assertThat(wire).hasSize(start.length + size);
        assertThat(CodecDriver.decode(codec, wire, () -> 777).frames())
                .containsExactly("00".repeat(size));
    }

    @ParameterizedTest
    @CsvSource({
        "818004, frame of 65537 bytes announced; the limit is 65536",
        "ffffffff07, frame of 2147483647 bytes announced; the limit is 65536",
        "ffffffff0f, frame of 4294967295 bytes announced; the limit is 65536",
        "ffffffffffffffffff01, frame of 18446744073709551615 bytes announced; the limit is 65536",
        "ffffffffffffffffff02, varint above 64 bits",
        "ffffffffffffffffffff, varint longer than 10 bytes",
        "ffffffffffffffffffff01, varint longer than 10 bytes",
        "8000, 'varint of 2 bytes, longer than necessary'",
        "818000, 'varint of 3 bytes, longer than necessary'",
        "808080, frame of at least 2097152 bytes announced; the limit is 65536",
    })
    void aHostileLengthIsRefusedAtOnce(String header, String complaint) {
        byte[] bytes = HexFormat.of().parseHex(header);
        Outcome whole = CodecDriver.decode(Codec.varintPrefixed(), bytes);
        assertThat(whole.error()).isEqualTo(complaint);
        assertThat(whole.frames()).isEmpty();
        Outcome cut = CodecDriver.decode(Codec.varintPrefixed(), bytes, () -> 1);
        assertThat(cut.error()).isNotNull().doesNotContain("stream ended");
        assertThat(cut.frames()).isEmpty();
    }

    @Test
    void theLimitIsExact() {
        Codec codec = Codec.varintPrefixed().maxBytes(3);
        assertThat(CodecDriver.decode(codec, new byte[] {3, 7, 8, 9}, () -> 1).frames())
                .containsExactly("070809");
        assertThat(CodecDriver.decode(codec, new byte[] {4}, () -> 1).error())
                .isEqualTo("frame of 4 bytes announced; the limit is 3");
        assertThat(CodecDriver.decode(codec, new byte[] {(byte) 0x80}, () -> 1).error())
                .isEqualTo("frame of at least 128 bytes announced; the limit is 3");
        assertThat(codec.encodedBytes(Frame.of("abc"))).isEqualTo(codec.wireBytesMax());
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of("abcd")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a payload of 4 bytes; the codec's limit is 3");
    }

    @Test
    void aFrameCutOffByTheEndIsRefused() {
        assertThat(CodecDriver.decode(Codec.varintPrefixed(), new byte[] {2, 1}).error())
                .isEqualTo("stream ended inside a frame; 2 bytes of it had arrived");
    }
}
