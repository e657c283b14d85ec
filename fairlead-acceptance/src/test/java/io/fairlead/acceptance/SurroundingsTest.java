package io.fairlead.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command is started with: closed descriptors, another locale, no home, a full disk. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SurroundingsTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<&-", "<&- 2>&-", "<&- >&- 2>&-"})
    void nothingIsSentOfAStandardInputThatIsClosed(String closed) throws Exception {
        TestPeer peer = TestPeer.running(programs, "cat > '" + programs.file("got") + "'");
        programs.shell("\"$0\" connect \"$1\" " + closed, peer.address()).run();
        assertThat(programs.file("got")).isEmptyFile();
    }

    @Test
    void aCaptureFromAStandardInputThatIsClosedIsEmpty() throws Exception {
        Outcome outcome = programs.shell("\"$0\" trace --pcap - <&-").run();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.errors()).contains("read -: ").doesNotContain("bug");
    }

    @Test
    void whatIsWrittenToAStandardOutputThatIsClosedIsLost() throws Exception {
        Outcome outcome = programs.shell("\"$0\" explain EPIPE >&-").run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "no_SUCH.UTF-8"})
    void namesAndArgumentsAreBytesInAnyLocale(String locale) throws Exception {
        Path socket = programs.file("caf\u00e9.sock");
        String script = "printf '%s/%s/%s' \"$V\" \"$1\" \"$LC_ALL\"";
        Client serve =
                programs.fairlead(
                        "serve", "exec=unix://" + socket, "--", "sh", "-c", script, "x", "\u00fc");
        Program server = serve.environment("LC_ALL", locale).environment("V", "\u00e9").start();
        server.output().await("in flight");
        assertThat(answerOf(socket)).isEqualTo("\u00e9/\u00fc/" + locale);
    }

    @Test
    void aChildHasNoLocaleWhereTheCallerHasNone() throws Exception {
        Path socket = programs.file("plain.sock");
        Program server =
                programs.shell(
                                "unset LC_ALL;"
                                        + " exec \"$0\" serve \"$1\" -- sh -c 'env | grep LC_;:'",
                                "exec=unix://" + socket)
                        .start();
        server.output().await("in flight");
        assertThat(answerOf(socket)).doesNotContain("LC_ALL");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
        Outcome outcome = programs.shell("\"$0\" trace --pcap \"$(printf 'caf\\351.pcap')\"").run();
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.errors()).contains("an argument is not UTF-8: caf").hasLineCount(1);
    }

    @Test
    void noHomeIsNeeded() throws Exception {
        String script = "unset HOME FAIRLEAD_JDK_ROOTS; exec \"$0\" --version";
        Outcome outcome = programs.shell(script).run();
        assertThat(outcome.errors()).doesNotContain("HOME");
        assertThat(outcome.output()).startsWith("fairlead 0.");
    }

    @Test
    void aFullDiskBelowTheLogEndsNothing() throws Exception {
        Path socket = programs.file("full.sock");
        Program server =
                programs.shell(
                                "exec \"$0\" serve upper=unix://\"$1\" > /dev/full",
                                socket.toString())
                        .start();
        server.errors().await("No space left on device; the server goes on");
        assertThat(answerOf(socket)).isEqualTo("HELLO\n");
        server.signal("TERM");
        assertThat(server.awaitExit()).isZero();
        assertThat(server.errors().awaitEnd()).last().asString().contains("lines of the log");
    }

    @Test
    void theLauncherOfADistributionBeginsAsThatOfACheckout() throws Exception {
        Path root = Repository.root();
        List<String> shared =
                Files.readAllLines(root.resolve("fairlead")).stream()
                        .filter(line -> line.contains("/dev/null ||") || line.contains("LC_ALL="))
                        .toList();
        assertThat(shared).hasSize(3); // standard input, output, the locale
        assertThat(Files.readAllLines(root.resolve("scripts/dist-launcher"))).containsAll(shared);
    }

    private static String answerOf(Path socket) throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap("hello\n".getBytes(UTF_8)));
            client.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(1_000);
            while (client.read(answer) >= 0) {
                // to the end
            }
            return new String(answer.array(), 0, answer.position(), UTF_8);
        }
    }
}
