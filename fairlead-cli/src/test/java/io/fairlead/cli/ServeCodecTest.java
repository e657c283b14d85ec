package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that {@code fairlead serve --codec} advises to try it with. */
class ServeCodecTest {
    private static String ask(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(request.getBytes(ISO_8859_1));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines",
                "lines:4",
                "crlf",
                "raw",
                "fixed:8",
                "fixed:3",
                "fixed:100",
                "length:1",
                "length:4",
                "length:8",
                "length:4le",
                "varint",
                "delimiter:;",
                "delimiter:l",
                "delimiter:%'"
            })
    void theCommandThatTriesItWorksWithTheCodec(String codec) throws Exception {
        Run run = new Run().start("serve", "upper=0", "--codec", codec);
        int port = run.port();
        String line = run.out.await("^upper .*$").group();
        String print = line.substring(line.indexOf("printf"), line.indexOf(" | "));
        Process printf = new ProcessBuilder("sh", "-c", print).start();
        String printed = new String(printf.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(ask(port, printed)).isEqualToIgnoringCase(printed).isNotEmpty();
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).doesNotContain("malformed");
    }
}
