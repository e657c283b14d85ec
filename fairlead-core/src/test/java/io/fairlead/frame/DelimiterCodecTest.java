package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimiterCodecTest {
    private static final long SEED = Long.getLong("fairlead.seed", 20_260_101);

    @ParameterizedTest
    @CsvSource({
        "aab, aaab, a",
        "aab, aabaab, |",
        "aab, aaaabxaab, aa|x",
        "aaa, aaaaaa, |",
        "abab, ababxabab, |x",
        ";, a;;b;, a||b",
        "--end--, x--end-y--end----end--, x--end-y|",
    })
    void theFirstWholeDelimiterEndsAFrame(String delimiter, String stream, String frames) {
        for (int chunk = 1; chunk <= 9; chunk++) {
            int size = chunk;
            Outcome outcome =
                    CodecDriver.decode(
                            Codec.delimited(delimiter), stream.getBytes(UTF_8), () -> size);
            assertThat(outcome.error()).isNull();
            assertThat(outcome.frames()).isEqualTo(hex(frames.split("\\|", -1)));
        }
    }

    @Test
    void cutsLikeThePlainestCodeForTheRule() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            String delimiter = noise(random, 1 + random.nextInt(5));
            String stream = noise(random, random.nextInt(40)) + delimiter;
            List<String> frames = new ArrayList<>(List.of(stream.split(delimiter, -1)));
            boolean unfinished = !frames.removeLast().isEmpty();
            Outcome outcome =
                    CodecDriver.decode(Codec.delimited(delimiter), stream.getBytes(ISO_8859_1));
            assertThat(outcome.frames())
                    .as("seed %d, round %d: %s in %s", SEED, round, delimiter, stream)
                    .isEqualTo(hex(frames.toArray(String[]::new)));
            assertThat(outcome.failed()).isEqualTo(unfinished);
        }
    }

    @Test
    void whatItAgreesToSendComesBackWhole() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            String delimiter = noise(random, 1 + random.nextInt(5));
            String payload = noise(random, random.nextInt(10));
            boolean sendable = (payload + delimiter).indexOf(delimiter) == payload.length();
            assertThat(
                            CodecDriver.agreesToSend(
                                    Codec.delimited(delimiter), payload.getBytes(UTF_8)))
                    .as("seed %d, round %d: %s before %s", SEED, round, payload, delimiter)
                    .isEqualTo(sendable);
        }
    }

    private static String noise(Random random, int length) {
        StringBuilder noise = new StringBuilder();
        random.ints(length, 'a', 'c').forEach(c -> noise.append((char) c));
        return noise.toString();
    }

    @Test
    void aFrameOfTheLimitPassesAndALongerOneIsRefused() {
        Codec codec = Codec.delimited("ab").maxBytes(5);
        for (int chunk = 1; chunk <= 9; chunk++) {
            int size = chunk;
            assertThat(CodecDriver.decode(codec, "12345ab".getBytes(UTF_8), () -> size).frames())
                    .isEqualTo(hex("12345"));
            assertThat(CodecDriver.decode(codec, "123456ab".getBytes(UTF_8), () -> size).error())
                    .isEqualTo("frame without a delimiter in 5 bytes");
        }
        assertThat(codec.encodedBytes(Frame.of("12345"))).isEqualTo(7);
        assertThatThrownBy(() -> codec.encodedBytes(Frame.of("123456")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a payload of 6 bytes; the codec's limit is 5");
    }

    @Test
    void theStreamMustEndAfterADelimiter() {
        Outcome outcome = CodecDriver.decode(Codec.delimited(";"), "a;bc".getBytes(UTF_8));
        assertThat(outcome.frames()).isEqualTo(hex("a"));
        assertThat(outcome.error())
                .isEqualTo("stream ended inside a frame; 2 bytes of it had arrived");
    }

    @ParameterizedTest
    @CsvSource({"ab, xabx, 1", "aa, xa, 1", "abab, ab, 0", "abcab, xabc, 1"})
    void saysWhereThePayloadWouldBeCut(String delimiter, String payload, int at) {
        assertThatThrownBy(() -> Codec.delimited(delimiter).encodedBytes(Frame.of(payload)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a delimiter at offset " + at);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void aDelimiterHasOneTo64Bytes(int size) {
        assertThatThrownBy(() -> Codec.delimited(new byte[size]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a delimiter of " + size + " bytes; it must have 1 to 64 bytes");
    }

    @Test
    void theLongestDelimiterWorks() {
        byte[] delimiter = new byte[64];
        delimiter[63] = 1;
        byte[] stream = new byte[67];
        stream[66] = 1;
        assertThat(CodecDriver.decode(Codec.delimited(delimiter), stream, () -> 1).frames())
                .containsExactly("000000");
    }

    private static List<String> hex(String... frames) {
        return List.of(frames).stream()
                .map(frame -> CodecDriver.hex(frame.getBytes(ISO_8859_1)))
                .toList();
    }
}
