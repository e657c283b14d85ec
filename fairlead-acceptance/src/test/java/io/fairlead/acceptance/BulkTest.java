package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many bytes through echo of the default model, with clients besides nc. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkTest {
    private final Programs programs = new Programs();
    private Path big = Path.of("");

    @BeforeEach
    void writeBulk() throws IOException {
        big = Bulk.write(programs.file("big"));
    }

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void throughNcatAndSocat() throws Exception {
        RunningServer server = programs.serve("echo=0");
        String port = Integer.toString(server.port());
        assertSame(programs.client("ncat", "127.0.0.1", port).input(big).run());
        String address = "TCP:127.0.0.1:" + port;
        assertSame(programs.client("socat", "-t20", "-", address).input(big).run());
    }

    @Test
    void throughFairleadConnectAsInTheReadme() throws Exception {
        Path socket = programs.file("echo.sock");
        RunningServer server = programs.serve("echo=0", "echo=unix://" + socket);
        String script = "\"$0\" connect \"$1\" < \"$2\" | cmp - \"$2\"";
        for (RunningServer.Served one : server.served()) {
            Outcome outcome = programs.shell(script, one.endpoint(), big.toString()).run();
            assertThat(outcome.output()).as("cmp about " + one).isEmpty();
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.errors())
                    .contains("sent %d bytes, received %<d bytes".formatted(Bulk.BYTES))
                    .contains("our input ended first")
                    .hasLineCount(1);
        }
    }

    private void assertSame(Outcome outcome) throws IOException {
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(Files.mismatch(outcome.outputFile(), big)).as("first other byte").isEqualTo(-1);
    }
}
