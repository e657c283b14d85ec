package io.fairlead.cli.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger's bytes on a screen, cut at every place. */
class ScreenTextTest {
    private static String show(byte[] bytes, int cut) {
        ScreenText text = new ScreenText();
        return text.show(ByteBuffer.wrap(bytes, 0, cut))
                + text.show(ByteBuffer.wrap(bytes, cut, bytes.length - cut))
                + text.end();
    }

    private static void assertShown(byte[] bytes, String expected) {
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(show(bytes, cut)).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain\n", "tab\there", "grüße", "日本語", "👩‍🚀 ok", "\n\n"})
    void validUtf8Stays(String text) {
        assertShown(text.getBytes(UTF_8), text);
    }

    @Test
    void whatSteersATerminalIsMadeVisible() {
        assertShown(
                "\u001b[31m\u0007\u0000\u007f\u009b\u202e|".getBytes(UTF_8),
                "\\x1b[31m\\x07\\x00\\x7f\\u009b\\u202e|");
    }

    @Test
    void invalidBytesAreMadeVisible() {
        assertShown("a\u00c3(\u0080\u00e2\u0082".getBytes(ISO_8859_1), "a\\xc3(\\x80\\xe2\\x82");
    }

    @Test
    void crLfIsALineEndAndCrAloneIsSeen() {
        assertShown("a\r\nb\rc\r".getBytes(UTF_8), "a\nb\\rc\\r");
    }

    @Test
    void telnetCommandsAreLeftOut() {
        // IAC WILL ECHO, IAC SB TERMINAL-TYPE SEND IAC SE, IAC NOP, IAC IAC
        String stream = "a\u00ff\u00fb\u0001b\u00ff\u00fa\u0018\u0001\u00ff\u00f0c\u00ff\u00f1d";
        assertShown(stream.getBytes(ISO_8859_1), "abcd");
        assertShown("\u00ff\u00ff".getBytes(ISO_8859_1), "\\xff");
    }

    @Test
    void aSubnegotiationWithoutEndDoesNotSwallowTheStream() {
        byte[] bytes = ("\u00ff\u00fa" + "x".repeat(8_000)).getBytes(ISO_8859_1);

        assertThat(show(bytes, 0)).isNotEmpty();
    }

    @Test
    void muchTextIsShownWhole() {
        String text = "äöü€👍\n".repeat(20_000);

        assertThat(show(text.getBytes(UTF_8), 77_777)).isEqualTo(text);
    }
}
