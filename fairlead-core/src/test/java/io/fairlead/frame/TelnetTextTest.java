package io.fairlead.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines from a telnet client: its commands are no text, wherever they stand. */
class TelnetTextTest {
    /** D is IAC DO, W IAC WILL, S IAC SB, E IAC SE, F 255, / LF, C CR, N NUL. */
    @ParameterizedTest
    @CsvSource({
        "hello/, hello",
        "D\u0001hello/, hello",
        "W\u001fD\u0003helD\u0006lo/, hello",
        "helloD\u0001/, hello",
        "D\u0001/, ''",
        // option 10, and a window of 10 rows
        "D/hello/, hello",
        "S\u001f0P0/Ehello/, hello",
        "S\u001f0F/F0EheSFFE/llo/, 'he,llo'",
        "heF\u00f4llo/, hello",
        "aFFb/, ab",
        "F/, ''",
        "aCFNb/, aCb",
        "one/D\u0001two/, 'one,two'",
        "helloC/, hello",
        "D\u0001helloCN, hello",
    })
    void commandsAreTakenOut(String stream, String lines) {
        byte[] bytes = expanded(stream).getBytes(ISO_8859_1);
        List<String> expected =
                lines.isEmpty() ? List.of("") : List.of(expanded(lines).split(",", -1));
        assertThat(cut(bytes, bytes.length)).isEqualTo(expected);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(cut(bytes, at)).as("cut at %d", at).isEqualTo(expected);
        }
        assertThat(cut(bytes, 1)).as("byte by byte").isEqualTo(expected);
    }

    private static String expanded(String text) {
        return text.replace("D", "\u00ff\u00fd")
                .replace("W", "\u00ff\u00fb")
                .replace("S", "\u00ff\u00fa")
                .replace("E", "\u00ff\u00f0")
                .replace("F", "\u00ff")
                .replace('C', '\r')
                .replace('N', '\0')
                .replace('/', '\n');
    }

    /** The lines of a stream that comes in pieces. */
    private static List<String> cut(byte[] stream, int pieceBytes) {
        return CodecDriver.decode(Codec.lines().telnet(), stream, () -> pieceBytes)
                .frames()
                .stream()
                .map(frame -> new String(HexFormat.of().parseHex(frame), ISO_8859_1))
                .toList();
    }
}
