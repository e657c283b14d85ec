package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code fairlead explain}, after a failure and by itself. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExplainTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void aNumberOfWindowsIsExplained() throws Exception {
        Outcome outcome = programs.fairlead("explain", "10061").run();
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output())
                .startsWith("ECONNREFUSED: Connection refused\n")
                .doesNotContain("\u001b");
    }

    @Test
    void whatAProgramPrintedIsExplained() throws Exception {
        String said = "$(\"$0\" connect 127.0.0.1:\"$1\" 2>&1)";
        try (SocketChannel deaf = SocketChannel.open()) { // bound, but it does not listen
            deaf.bind(ConnectCommandTest.loopback(0));
            String port = Integer.toString(deaf.socket().getLocalPort());
            Outcome outcome =
                    programs.shell("\"$0\" explain \"" + said + "\"", port)
                            .environment("XDG_STATE_HOME", programs.file("state").toString())
                            .run();
            assertThat(outcome.output()).as(outcome.errors()).startsWith("ECONNREFUSED: ");
        }
    }

    @Test
    void benchIsRememberedAsConnectIs() throws Exception {
        String state = programs.file("state").toString();
        try (SocketChannel deaf = SocketChannel.open()) {
            deaf.bind(ConnectCommandTest.loopback(0));
            String port = Integer.toString(deaf.socket().getLocalPort());
            Outcome bench =
                    programs.fairlead("bench", port).environment("XDG_STATE_HOME", state).run();
            assertThat(bench.exit()).isEqualTo(3);
        }
        Outcome outcome =
                programs.fairlead("explain", "--last").environment("XDG_STATE_HOME", state).run();
        assertThat(outcome.output()).as(outcome.errors()).startsWith("ECONNREFUSED: ");
    }
}
