package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way without picocli leads to the same place. */
class ShortcutTest {
    private static boolean isTaken(String... args) {
        return Shortcut.of(Shell.ofProcess(), args).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECONNRESET", "TIME_WAIT", "accept", "half-close"})
    void explainPrintsTheSamePage(String name) throws Exception {
        assertThat(isTaken("explain", name)).isTrue();
        Run run = Run.of("explain", name);
        assertThat(run.exit()).isZero();
        assertThat(run.out.text()).isEqualTo(Run.of("explain", "--", name).out.text());
    }

    @Test
    void statListsTheSameListeners() throws Exception {
        try (ServerSocket listens = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(isTaken("stat", "-l")).isTrue();
            String address = "127.0.0.1:" + listens.getLocalPort();
            assertThat(Run.of("stat", "-l").out.text())
                    .contains(address)
                    .doesNotContain("ESTABLISHED");
        }
    }

    @Test
    void connectFailsInTheSameWay() throws Exception {
        String port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Integer.toString(closed.getLocalPort());
        }
        assertThat(isTaken("connect", port)).isTrue();
        Run run = Run.of("connect", port);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err.text()).isEqualTo(Run.of("connect", "--", port).err.text());
    }

    @ParameterizedTest
    @CsvSource({
        "explain",
        "explain ECONNREST",
        "explain 61",
        "explain --list",
        "explain ECONNRESET --json",
        "stat",
        "stat -u",
        "stat -l -t",
        "connect",
        "connect --help",
        "connect localhost",
        "connect 7007 --hex",
        "--help",
        "nosuch -l"
    })
    void whatIsNotThatSimpleGoesTheUsualWay(String line) {
        assertThat(isTaken(Stream.of(line.split(" ", -1)).toArray(String[]::new))).isFalse();
    }
}
