package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services in the encoding of their clients, and such as answer once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeTextTest {
    private final Run run = new Run();

    @AfterEach
    void stop() throws Exception {
        run.signal("TERM");
        assertThat(run.exit()).isZero();
    }

    /** What comes back until the server closes. */
    private static String ask(int port, String text, Charset charset, boolean end)
            throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(text.getBytes(charset));
            if (end) client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), charset);
        }
    }

    @Test
    void theAnswersOfTheNotesHaveNoEndAndAreTheLast() throws Exception {
        run.start("serve", "ack=0", "--codec", "raw", "--close", "--encoding", "utf-16le");
        assertThat(ask(run.port(), "Hello", UTF_16LE, false)).isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource({
        "upper, 'h\u00e4\n', 'H\u00c4\n'",
        "greet, 'hi\n', 'Welcome to server!\nYou said: hi\n'",
        "ack, 'a\nb\n', 'OK\nOK\n'"
    })
    void lineServicesHaveAnEncoding(String service, String request, String answer)
            throws Exception {
        run.start("serve", service + "=0", "--encoding", "utf-16le");
        assertThat(ask(run.port(), request, UTF_16LE, true)).isEqualTo(answer);
    }

    @Test
    void closeEndsAConnectionAfterItsFirstAnswer() throws Exception {
        run.start("serve", "upper=0", "--close");
        assertThat(ask(run.port(), "one\ntwo\n", UTF_8, false)).isEqualTo("ONE\n");
    }

    @Test
    void whatLooksLikeWideTextIsLoggedOnce() throws Exception {
        run.start("serve", "ack=0");
        int port = run.port();
        for (int i = 0; i < 2; i++) ask(port, "Hello\n", UTF_16LE, true);
        assertThat(ask(port, "plain\n", UTF_8, true)).isEqualTo("OK\n");
        run.out.await("ack: what a client sent looks like UTF-16LE text; --encoding utf-16le");
        assertThat(run.out.text()).containsOnlyOnce("looks like");
    }
}
