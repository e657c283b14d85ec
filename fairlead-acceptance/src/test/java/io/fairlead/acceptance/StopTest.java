package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How {@code fairlead serve} ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void sigtermFinishesTheLineInFlight(Model model) throws Exception {
        RunningServer server = programs.serve("upper=0", "--delay", "1s", "--model", model.word());
        Program nc = programs.client("nc", "127.0.0.1", "" + server.port()).start();
        nc.type("hello\n");
        server.output().await("opened");
        server.awaitReceived(6);
        assertThat(server.stop()).isZero();
        assertThat(nc.output().awaitEnd()).containsExactly("HELLO");
        List<String> said = server.output().awaitEnd();
        assertThat(said).anyMatch(line -> line.contains("draining 1 connection,"));
        assertThat(said.getLast()).contains("drained in ", "; 0 connections cut");
    }

    @Test
    void ctrlCDrainsAndEndsWith130() throws Exception {
        RunningServer server = programs.serve("echo=0");
        server.program().signal("INT");
        assertThat(server.program().awaitExit()).isEqualTo(130);
        assertThat(server.output().awaitEnd().getLast()).contains("drained in ");
    }

    @Test
    void secondSignalCutsAtOnce() throws Exception {
        RunningServer server =
                programs.serve("upper=0", "--delay", "30s", "--drain-timeout", "50s");
        Program nc = programs.client("nc", "127.0.0.1", "" + server.port()).start();
        nc.type("hello\n");
        server.output().await("opened");
        server.awaitReceived(6);
        server.program().signal("TERM");
        server.output().await("draining 1 connection");
        long begunNs = System.nanoTime();
        server.program().signal("TERM");
        assertThat(server.program().awaitExit()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begunNs)).isLessThan(Duration.ofSeconds(5));
        assertThat(server.output().awaitEnd().getLast())
                .contains("ended at once; 1 connection cut");
    }

    @Test
    void whatTakesTooLongIsCutAndCounted() throws Exception {
        RunningServer server =
                programs.serve("upper=0", "--delay", "30s", "--drain-timeout", "300ms");
        Program nc = programs.client("nc", "127.0.0.1", "" + server.port()).start();
        nc.type("hello\n");
        server.output().await("opened");
        server.awaitReceived(6);
        assertThat(server.stop()).isZero();
        assertThat(server.output().awaitEnd().getLast()).contains("; 1 connection cut");
    }

    @Test
    void idleClientIsToldByEndOfFileAndNotByReset() throws Exception {
        RunningServer server = programs.serve("echo=0");
        Program nc = programs.client("nc", "-v", "127.0.0.1", "" + server.port()).start();
        server.output().await("opened");
        assertThat(server.stop()).isZero();
        assertThat(nc.output().awaitEnd()).isEmpty();
        nc.endInput();
        assertThat(nc.errors().awaitEnd()).noneMatch(line -> line.contains("reset"));
    }

    @Test
    void nobodyReadsTheOutputAnyMore() throws Exception {
        Program serve = programs.shell("\"$0\" serve upper=0 | head -1; echo over").start();
        String endpoint = serve.output().await("tcp://").replaceAll(".* ", "");
        // Its line about this client finds no reader.
        Outcome outcome = programs.nc(Integer.parseInt(endpoint)).input("hello\n").run();
        assertThat(outcome.output()).isIn("HELLO\n", "");
        serve.output().await("over");
        assertThat(serve.errors().awaitEnd()).noneMatch(line -> line.contains("\tat "));
    }
}
