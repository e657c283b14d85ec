package io.fairlead.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthCodecTest {
    private static final LengthCodec FOUR = Codec.lengthPrefixed(4);

    @ParameterizedTest
    @CsvSource({
        "length:1, 02aabb",
        "length:2, 0002aabb",
        "length:2le, 0200aabb",
        "length:3, 000002aabb",
        "length:3le, 020000aabb",
        "length:4, 00000002aabb",
        "length:4le, 02000000aabb",
        "length:8, 0000000000000002aabb",
        "length:8le, 0200000000000000aabb",
    })
    void theLengthComesFirst(String codec, String wire) {
        checkBothWays(Codec.parse(codec), "aabb", wire);
    }

    @Test
    void theLengthMayCountTheHeader() {
        checkBothWays(FOUR.countsHeader(), "aabb", "00000006aabb");
        checkBothWays(FOUR.countsLength(), "aabb", "00000006aabb");
        checkBothWays(FOUR.countsHeader(), "", "00000004");
    }

    @Test
    void fieldsBeforeTheLengthArePartOfThePayload() {
        LengthCodec two = Codec.lengthPrefixed(2).fieldsBefore(3);
        checkBothWays(two, "1122330002aabb", "1122330002aabb");
        checkBothWays(two.countsHeader(), "1122330007aabb", "1122330007aabb");
        checkBothWays(two.countsLength(), "1122330004aabb", "1122330004aabb");
        checkBothWays(two.littleEndian(), "1122330000", "1122330000");
    }

    private static void checkBothWays(Codec codec, String payload, String wire) {
        byte[] bytes = HexFormat.of().parseHex(payload);
        byte[] wireBytes = HexFormat.of().parseHex(wire);
        assertThat(CodecDriver.encode(codec, List.of(bytes))).isEqualTo(wireBytes);
        assertThat(CodecDriver.decode(codec, wireBytes, () -> 1).frames()).containsExactly(payload);
    }

    @Test
    void theLengthIsFilledIn() {
        LengthCodec codec = Codec.lengthPrefixed(2).fieldsBefore(1);
        List<byte[]> payloads = List.of(hex("11ffffaa"), hex("22ffffbbcc"));
        assertThat(CodecDriver.encode(codec, payloads)).isEqualTo(hex("110001aa220002bbcc"));
    }

    @ParameterizedTest
    @CsvSource({
        "length:4, 7fffffff, 2147483647, 65536",
        "length:4, ffffffff, 4294967295, 65536",
        "length:4, 80000000, 2147483648, 65536",
        "length:4le, ffffffff, 4294967295, 65536",
        "length:4, 00010001, 65537, 65536",
        "length:3, 010001, 65537, 65536",
        "length:3le, ffffff, 16777215, 65536",
        "length:8, 7fffffffffffffff, 9223372036854775807, 65536",
        "length:8, ffffffffffffffff, 18446744073709551615, 65536",
        "length:8, 8000000000000000, 9223372036854775808, 65536",
        "length:8, 0000000100000000, 4294967296, 65536",
        "length:8le, fffffffffffffffe, 18374686479671623679, 65536",
    })
    void aHostileLengthIsRefusedAtOnce(String codec, String header, String claimed, int limit) {
        String complaint = "frame of " + claimed + " bytes announced; the limit is " + limit;
        assertThat(errorAtHeader(Codec.parse(codec), header)).isEqualTo(complaint);
    }

    @Test
    void aHostileLengthThatCountsTheHeaderIsRefusedAtOnce() {
        LengthCodec eight = Codec.lengthPrefixed(8).fieldsBefore(2).countsHeader();
        assertThat(errorAtHeader(eight, "0000ffffffffffffffff"))
                .isEqualTo("frame of 18446744073709551615 bytes announced; the limit is 65536");
        assertThat(errorAtHeader(eight, "00000000000000000009"))
                .isEqualTo("frame of 9 bytes announced; the length counts 10 bytes of header");
        assertThat(errorAtHeader(FOUR.countsHeader(), "00000003"))
                .isEqualTo("frame of 3 bytes announced; the length counts 4 bytes of header");
        assertThat(errorAtHeader(FOUR.fieldsBefore(1).countsLength(), "0000000000"))
                .isEqualTo("frame of 0 bytes announced; the length counts 4 bytes of header");
    }

    /** What decode says as soon as the header is there, having asked for nothing more. */
    private static String errorAtHeader(Codec codec, String header) {
        byte[] bytes = hex(header);
        Outcome outcome = CodecDriver.decode(codec, bytes, () -> 1);
        assertThat(outcome.frames()).isEmpty();
        String error = Objects.requireNonNull(outcome.error());
        assertThat(error).doesNotContain("stream ended");
        return error;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8})
    void aFrameOfTheLimitPassesAndALongerOneIsRefused(int width) {
        checkLimit(Codec.lengthPrefixed(width).maxBytes(50), 50);
        checkLimit(Codec.lengthPrefixed(width).littleEndian().maxBytes(50), 50);
        checkLimit(Codec.lengthPrefixed(width).countsHeader().maxBytes(50), 50);
        checkLimit(Codec.lengthPrefixed(width).fieldsBefore(2).maxBytes(50), 50);
        checkLimit(Codec.lengthPrefixed(width).fieldsBefore(2).countsHeader().maxBytes(50), 50);
    }

    @Test
    void whatTheLengthCanSayIsALimitToo() {
        checkLimit(Codec.lengthPrefixed(1), 255);
        checkLimit(Codec.lengthPrefixed(1).countsHeader(), 254);
        checkLimit(Codec.lengthPrefixed(1).fieldsBefore(1), 257);
        checkLimit(Codec.lengthPrefixed(2), 65_535);
        checkLimit(Codec.lengthPrefixed(2).countsHeader().maxBytes(1 << 20), 65_533);
        checkLimit(Codec.lengthPrefixed(3), 65_536);
    }

    private static void checkLimit(LengthCodec codec, int max) {
        byte[] payload = CodecDriver.encode(codec, List.of(new byte[max]));
        assertThat(CodecDriver.decode(codec, payload, () -> 1000).frames()).hasSize(1);
        assertThat(payload).hasSize(codec.wireBytesMax());
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of(new byte[max + 1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the codec's limit is " + max + ":");
    }

    @Test
    void aPayloadThatHoldsItsHeaderMustHoldAllOfIt() {
        LengthCodec codec = FOUR.fieldsBefore(2);
        assertThat(codec.encodedBytes(Frame.of(new byte[6]))).isEqualTo(6);
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of(new byte[5])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a payload of 5 bytes; it must start with its header of 6");
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThatThrownBy(() -> Codec.lengthPrefixed(5))
                .hasMessage("a length of 5 bytes; it must be 1, 2, 3, 4 or 8");
        assertThatThrownBy(() -> FOUR.fieldsBefore(-1)).hasMessageContaining("0 to 64");
        assertThatThrownBy(() -> FOUR.fieldsBefore(65)).hasMessageContaining("0 to 64");
        assertThatThrownBy(() -> FOUR.maxBytes(0)).hasMessageContaining("from 1 to");
        assertThatThrownBy(() -> FOUR.maxBytes(1 << 30)).hasMessageContaining("from 1 to");
        assertThatThrownBy(() -> FOUR.fieldsBefore(10).maxBytes(13))
                .hasMessageContaining("a header of 14 bytes leaves no space");
    }

    @Test
    void aFrameCutOffByTheEndIsRefused() {
        assertThat(CodecDriver.decode(FOUR, hex("00000002aa")).error())
                .isEqualTo("stream ended inside a frame; 5 bytes of it had arrived");
        assertThat(CodecDriver.decode(FOUR, hex("000000")).error())
                .isEqualTo("stream ended inside a frame; 3 bytes of it had arrived");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
