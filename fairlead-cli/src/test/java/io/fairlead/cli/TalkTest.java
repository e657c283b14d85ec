package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames and encodings, as {@code listen} and {@code connect} talk. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TalkTest {
    private final Run run = new Run();

    /** Lets a peer say {@code bytes}; returns what it was sent. */
    private byte[] exchange(byte[] bytes, String... options) throws Exception {
        String[] words = new String[options.length + 1];
        words[0] = "listen";
        System.arraycopy(options, 0, words, 1, options.length);
        run.start(words);
        String port = run.err.await("listening on tcp://127\\.0\\.0\\.1:(\\d+)").group(1);
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port))) {
            peer.getOutputStream().write(bytes);
            peer.shutdownOutput();
            return peer.getInputStream().readAllBytes();
        }
    }

    private byte[] exchange(String text, String... options) throws Exception {
        return exchange(text.getBytes(UTF_8), options);
    }

    private static String text(byte... bytes) {
        return new String(bytes, UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "length:1, `\u0003one\u0000\u0003two`",
                "delimiter:;, one;;two;",
                "varint, `\u0003one\u0000\u0003two`",
                "crlf, `one\r\n\r\ntwo\r\n`",
            })
    void eachLineIsAFrameAndEachFrameALine(String codec, String wire) throws Exception {
        run.input("one\n\ntwo\n");
        assertThat(text(exchange(wire, "--codec", codec))).isEqualTo(wire);
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(run.out.text()).isEqualTo("one\n\ntwo\n");
    }

    @Test
    void framesAreShownAsHexEachForItself() throws Exception {
        assertThat(exchange("ab;c;", "--codec", "delimiter:;", "--hex")).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.out.text().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("< 00000000 61 62 |ab|", "< 00000002 63 |c|");
    }

    @Test
    void aLineThatCannotBeAFrameIsAnError() throws Exception {
        run.input("four\nfive!\n");
        assertThat(text(exchange("", "--codec", "fixed:4"))).isEqualTo("four");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text())
                .contains("not sent, as --codec fixed:4: a payload of 5 bytes; each frame is 4");
    }

    @Test
    void aStreamThatIsNotFramedLikeThatIsAnError() throws Exception {
        assertThat(exchange("ab", "--codec", "fixed:4")).isEmpty();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text()).contains("what comes is not framed as --codec fixed:4: ");
    }

    @Test
    void allOfTheInputCanBeOneFrame() throws Exception {
        run.input("one\ntwo\n");
        assertThat(text(exchange("", "--codec", "length:1", "--whole")))
                .isEqualTo("\u0008one\ntwo\n");
        assertThat(run.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-16le", "utf-16be", "utf-32le", "utf-32be", "iso-8859-1"})
    void textGoesAndComesInThePeersEncoding(String encoding) throws Exception {
        Charset charset = Charset.forName(encoding);
        run.input("wörld\n");
        assertThat(exchange("hällo\n".getBytes(charset), "--encoding", encoding))
                .isEqualTo("wörld\n".getBytes(charset));
        assertThat(run.exit()).as("%s", run.err.text()).isZero();
        assertThat(run.out.text()).isEqualTo("hällo\n");
    }

    @Test
    void aFrameIsEncodedAsAWhole() throws Exception {
        run.input("hi\nyou\n");
        byte[] sent =
                exchange("\u0004O\u0000K\u0000", "--codec", "length:1", "--encoding", "utf-16le");
        assertThat(text(sent)).isEqualTo("\u0004h\u0000i\u0000\u0006y\u0000o\u0000u\u0000");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).isEqualTo("OK\n");
    }

    @Test
    void aCharacterThatTheEncodingLacksIsAnError() throws Exception {
        run.input("\u20ac\n");
        assertThat(exchange("", "--encoding", "iso-8859-1")).isEmpty();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err.text()).contains("ISO-8859-1 has no character \u20ac (U+20AC)");
    }

    @Test
    void whatLooksLikeWideTextIsNamed() throws Exception {
        assertThat(exchange("Welcome to server!".getBytes(UTF_16LE), "--text")).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.err.text())
                .containsOnlyOnce(
                        "what comes looks like UTF-16LE text; --encoding utf-16le shows it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"O", "OK", "a\u0000", "a\u0000b\u0001c\u0000", "\u0000\u0000\u0000\u0005h"})
    void whatDoesNotLookLikeWideTextIsNot(String said) throws Exception {
        assertThat(exchange(said, "--text")).isEmpty();
        assertThat(run.exit()).isZero();
        assertThat(run.err.text()).doesNotContain("looks like");
    }
}
