package io.fairlead.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bash offers where a word has begun. */
class CompletionTest {
    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        Run run = Run.of("completion");
        assertThat(run.exit()).isZero();
        Files.writeString(folder.resolve("completion"), run.out.text());
    }

    /** After {@code fairlead WORD...}, for a word that begins with {@code start}. */
    private static List<String> completed(String words, String start) throws Exception {
        String program =
                """
                source "$0"
                compopt() { :; } # bash has it only while it completes
                COMP_WORDS=(fairlead $1 "$2")
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _complete_fairlead
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        String script = folder.resolve("completion").toString();
        Process bash =
                new ProcessBuilder("bash", "-c", program, script, words, start)
                        .redirectErrorStream(true)
                        .start();
        return new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "serve, charg, chargen",
        "lab, time-, time-wait",
        "explain, ECONNRES, ECONNRESET",
        "explain, SO_REUSEA, SO_REUSEADDR",
        "explain, half-c, half-close",
        "connect, --esc, --escape",
        "stat -s, TIME, TIME_WAIT"
    })
    void aWordIsCompleted(String words, String start, String whole) throws Exception {
        assertThat(completed(words, start)).containsExactly(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "stat -l", "bench", "trace"})
    void portsThatListenAreOffered(String words) throws Exception {
        try (ServerSocket six = new ServerSocket(0, 1);
                ServerSocket four = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            for (ServerSocket listens : List.of(six, four)) {
                String port = Integer.toString(listens.getLocalPort());
                assertThat(completed(words, port)).containsExactly(port);
            }
        }
    }

    @Test
    void thePortOfAClientIsNotOffered() throws Exception {
        try (ServerSocket listens = new ServerSocket(0, 1);
                Socket client =
                        new Socket(InetAddress.getLoopbackAddress(), listens.getLocalPort())) {
            String port = Integer.toString(client.getLocalPort());
            assertThat(completed("connect", port)).doesNotContain(port);
        }
    }
}
