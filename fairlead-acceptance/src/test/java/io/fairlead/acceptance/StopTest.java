package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How {@code fairlead serve} ends. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void sigtermFinishesTheLineInFlight(Model model) throws Exception {
        RunningServer server = programs.serve("upper=0", "--model", model.word());
        Program nc = halfALine(server);
        server.program().signal("TERM");
        server.output().await("draining 1 connection,");
        nc.type("lo\n");
        nc.output().await("HELLO");
        assertThat(server.program().awaitExit()).isZero();
        assertThat(server.output().awaitEnd().getLast())
                .contains("drained in ", "; 0 connections cut");
        nc.endInput();
        assertThat(nc.output().awaitEnd()).containsExactly("HELLO");
    }

    /** A client that has typed {@code hel}, which the server has read. */
    private Program halfALine(RunningServer server) throws Exception {
        Program nc = programs.client("nc", "-N", "127.0.0.1", "" + server.port()).start();
        nc.type("hel");
        server.awaitReceived(3);
        return nc;
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
        RunningServer server = programs.serve("upper=0", "--drain-timeout", "50s");
        Program nc = halfALine(server);
        server.program().signal("TERM");
        server.output().await("draining 1 connection,");
        long begunNs = System.nanoTime();
        server.program().signal("TERM");
        assertThat(server.program().awaitExit()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begunNs))
                .isLessThan(Duration.ofSeconds(40));
        assertThat(server.output().awaitEnd().getLast())
                .contains("ended at once; 1 connection cut");
        assertThat(nc.output().soFar()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void whatTakesTooLongIsCutAndCounted(Model model) throws Exception {
        RunningServer server =
                programs.serve("upper=0", "--drain-timeout=300ms", "--model", model.word());
        Program nc = halfALine(server);
        assertThat(server.stop()).isZero();
        assertThat(server.output().awaitEnd().getLast()).contains("; 1 connection cut");
        assertThat(nc.output().soFar()).isEmpty();
    }

    @Test
    void idleClientGetsEndOfFileAndNoReset() throws Exception {
        RunningServer server = programs.serve("echo=0");
        Program socat =
                programs.client("socat", "-t5", "-", "TCP:127.0.0.1:" + server.port()).start();
        socat.type("hello\n");
        socat.output().await("hello");
        assertThat(server.stop()).isZero();
        socat.endInput();
        assertThat(socat.awaitExit()).as("%s", socat.errors().awaitEnd()).isZero();
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
