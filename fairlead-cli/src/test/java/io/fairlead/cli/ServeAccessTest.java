package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead serve --allow --deny}: who may connect. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeAccessTest {
    @TempDir Path folder;

    private static String ask(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("a\n".getBytes(UTF_8));
            client.shutdownOutput();
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            return "reset";
        }
    }

    @Test
    void theFileIsReadAgainWhenItIsAsked() throws Exception {
        Path denied = Files.writeString(folder.resolve("denied.txt"), "127.0.0.0/8 # all of us\n");
        Run run = new Run().start("serve", "upper=0", "--deny-file", denied.toString());
        int port = run.port();
        assertThat(ask(port)).isEqualTo("reset");
        run.out.await("127\\.0\\.0\\.1:\\d+ refused: its source may not connect");
        Files.writeString(denied, "192.0.2.0/24\n2001:db8::/32\n");
        run.signal("HUP");
        run.out.await(
                "SIGHUP: tcp://127\\.0\\.0\\.1:\\d+ has read its lists of networks, 2 in all");
        assertThat(ask(port)).isEqualTo("A\n");
        Files.writeString(denied, "192.0.2.0/24\nnobody\n");
        run.signal("HUP");
        run.out.await("keeps the networks that it had: .*denied\\.txt:2: \"nobody\" is no network");
        assertThat(ask(port)).isEqualTo("A\n");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
    }

    @Test
    void whoIsNotAllowedMayNotUseARelay() throws Exception {
        Run target = new Run().start("serve", "upper=0", "--allow", "127.0.0.1", "--deny", "::/0");
        Run run = new Run().start("relay", "0", "" + target.port(), "--allow", "192.0.2.7");
        assertThat(ask(target.port())).isEqualTo("A\n");
        assertThat(ask(run.port())).isEqualTo("reset");
        run.signal("TERM");
        assertThat(run.exit()).isZero();
        target.signal("TERM");
        assertThat(target.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "serve echo=0 --deny example.org, '--deny: \"example.org\" is no network'",
        "serve echo=0 --allow 10.1.0.0/8, --allow: \"10.1.0.0/8\" is an address within a network",
        "relay 0 7007 --allow 10.0, '--allow: \"10.0\" is no network'"
    })
    void whatIsNoNetworkIsRefused(String words, String sentence) throws Exception {
        Run run = Run.of(words.split(" ", -1));
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err.text()).contains(sentence);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        Run run = Run.of("serve", "echo=0", "--deny-file", folder.resolve("gone").toString());
        assertThat(run.exit()).isNotZero();
        assertThat(run.err.text()).contains("there is no file " + folder.resolve("gone"));
    }
}
