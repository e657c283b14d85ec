package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.CodecDriver.Outcome;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineCodecTest {
    private static final long SEED = Long.getLong("fairlead.seed", 20_260_101);

    // In these tables, $ stands for CR, / for LF and 0 for NUL; lines are listed with | between.
    @ParameterizedTest
    @CsvSource({
        "a/b/, a|b",
        "a$/b$/, a|b",
        "a$0b$0, a|b",
        "a$/b/c$0d, a|b|c|d",
        "/, ''",
        "$/, ''",
        "$0, ''",
        "//, |",
        "a$$/, a$",
        "a$b/, a$b",
        "$a/, $a",
        "a0b/, a0b",
        "0/, 0",
        "a/0b/, a|0b",
        "a$0/, a|",
        "a$/0/, a|0",
        "a$, a",
        "a$$, a$",
        "$, ''",
        "a, a",
        "0, 0",
    })
    void linesEndAtLfAndAtCrNul(String stream, String lines) {
        for (int chunk = 1; chunk <= 8; chunk++) {
            int size = chunk;
            Outcome outcome = CodecDriver.decode(Codec.lines(), bytes(stream), () -> size);
            assertThat(outcome.error()).isNull();
            assertThat(outcome.frames()).isEqualTo(hex(lines.split("\\|", -1)));
        }
    }

    @Test
    void anEmptyStreamHasNoLine() {
        assertThat(CodecDriver.decode(Codec.lines(), new byte[0]).frames()).isEmpty();
    }

    @Test
    void cutsLikeThePlainestCodeForTheRule() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            byte[] stream = lineNoise(random);
            assertThat(CodecDriver.decode(Codec.lines(), stream).frames())
                    .as("seed %d, round %d: %s", SEED, round, CodecDriver.hex(stream))
                    .isEqualTo(plainLines(stream));
        }
    }

    private static byte[] lineNoise(Random random) {
        byte[] likely = {'a', 'b', '\r', '\n', 0, 1, 2, 8, (byte) 0x80};
        byte[] stream = new byte[random.nextInt(40)];
        for (int i = 0; i < stream.length; i++) stream[i] = likely[random.nextInt(likely.length)];
        return stream;
    }

    private static List<String> plainLines(byte[] stream) {
        String text = new String(stream, ISO_8859_1);
        List<String> lines = new ArrayList<>(List.of(text.split("\r?\n|\r\0", -1)));
        String last = lines.removeLast();
        if (last.endsWith("\r")) lines.add(last.substring(0, last.length() - 1));
        else if (!last.isEmpty()) lines.add(last);
        return lines.stream().map(line -> CodecDriver.hex(line.getBytes(ISO_8859_1))).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345/", "12345$/", "12345$0", "12345", "12345$"})
    void aLineOfTheLimitPasses(String stream) {
        for (int chunk = 1; chunk <= 8; chunk++) {
            int size = chunk;
            assertThat(CodecDriver.decode(Codec.lines(5), bytes(stream), () -> size).frames())
                    .containsExactly(CodecDriver.hex(bytes("12345")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456/",
                "123456$/",
                "123456$0",
                "123456",
                "12345$x",
                "12345$$/",
                "1234567"
            })
    void aLineAboveTheLimitIsRefused(String stream) {
        for (int chunk = 1; chunk <= 8; chunk++) {
            int size = chunk;
            Outcome outcome = CodecDriver.decode(Codec.lines(5), bytes(stream), () -> size);
            assertThat(outcome.error()).isEqualTo("line longer than 5 bytes");
            assertThat(outcome.frames()).isEmpty();
        }
    }

    @Test
    void aLineIsRefusedAtItsFirstByteAboveTheLimit() throws FrameException {
        IoBuffer in = new IoBuffer(new Slab(1 << 20));
        assertThat(in.reserve(6)).isTrue();
        in.put(Frame.of("12345"));
        assertThat(Codec.lines(5).decode(in)).isNull();
        in.put((byte) '6');
        assertThatThrownBy(() -> Codec.lines(5).decode(in)).isInstanceOf(FrameException.class);
    }

    @Test
    void eachByteIsSearchedOnce() throws FrameException {
        IoBuffer in = new IoBuffer(new Slab(1 << 20));
        assertThat(in.reserve(100)).isTrue();
        for (int i = 1; i <= 100; i++) {
            in.put((byte) 'a');
            assertThat(Codec.lines().decode(in)).isNull();
            assertThat(in.scanned()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6100620a, NUL at offset 1",
        "61c3280a, malformed UTF-8 at offset 1",
        "c30a, malformed UTF-8 at offset 0",
        "eda0800a, malformed UTF-8 at offset 0",
        "00ff0a, NUL at offset 0",
        "ff000a, malformed UTF-8 at offset 0",
        "6161616161616161ff0a, malformed UTF-8 at offset 8",
        "c3, malformed UTF-8 at offset 0",
    })
    void strictTextRefusesWhatIsNotText(String stream, String fault) {
        byte[] bytes = HexFormat.of().parseHex(stream);
        Outcome strict = CodecDriver.decode(Codec.lines().strictText(), bytes, () -> 1);
        assertThat(strict.error()).isEqualTo("line is not text: " + fault);
        assertThat(strict.frames()).isEmpty();
        assertThat(CodecDriver.decode(Codec.lines(), bytes, () -> 1).frames()).hasSize(1);
    }

    @Test
    void strictTextTakesCrNulAsALineEnd() {
        Outcome outcome =
                CodecDriver.decode(Codec.lines().strictText(), bytes("\u00c3\u00a9$0b"), () -> 1);
        assertThat(outcome.frames()).isEqualTo(hex("\u00c3\u00a9", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "lines, a, a/",
        "lines, a$, a$$/",
        "lines, '', /",
        "crlf, a, a$/",
        "crlf, a$, a$$/",
        "crlf, '', $/",
        "text-crlf, a, a$/",
    })
    void writesTheLineEndAskedFor(String codec, String payload, String wire) {
        assertThat(CodecDriver.encode(Codec.parse(codec), List.of(bytes(payload))))
                .isEqualTo(bytes(wire));
    }

    @ParameterizedTest
    @CsvSource({
        "lines, ab/c, LF at offset 2",
        "lines, ab$/, LF at offset 3",
        "crlf, /, LF at offset 0",
        "lines, ab$0, CR NUL at offset 2",
        "lines:3, abcd, a payload of 4 bytes; the codec's limit is 3",
        "text, ab0c, NUL at offset 2",
    })
    void refusesToSendWhatWouldBeCut(String codec, String payload, String why) {
        assertThatThrownBy(() -> Codec.parse(codec).encodedBytes(Frame.of(bytes(payload))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void strictTextRefusesToSendMalformedText() {
        assertThatThrownBy(() ->
                        Codec.lines()
                                .strictText()
                                .encodedBytes(Frame.of(new byte[] {'a', (byte) 0xff})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("malformed UTF-8 at offset 1");
    }

    private static byte[] bytes(String text) {
        return text.replace('$', '\r').replace('/', '\n').replace('0', '\0').getBytes(ISO_8859_1);
    }

    private static List<String> hex(String... lines) {
        return List.of(lines).stream().map(line -> CodecDriver.hex(bytes(line))).toList();
    }
}
