package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fairlead.house.Repository;
import io.fairlead.server.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Echo under each model, over TCP, UDP and a Unix socket, with the clients of others. */
@ParameterizedClass
@EnumSource(Model.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // by the methods that JUnit calls first
class EveryModelTest {
    private static final String DATAGRAM =
            Repository.root()
                    .resolve("fairlead-acceptance/src/test/resources/datagram.py")
                    .toString();

    private static Programs programs;
    private static RunningServer server;
    private static Path big;
    private static Path socket;

    private final Model model;

    EveryModelTest(Model model) {
        this.model = model;
        assertThat(server.output().soFar())
                .anyMatch(line -> line.startsWith("Model " + model.word() + ":"));
    }

    @BeforeParameterizedClassInvocation
    static void startServer(Model model) throws IOException {
        programs = new Programs();
        big = Bulk.write(programs.file("big"));
        socket = programs.file("echo.sock");
        String unix = "echo=unix://" + socket;
        List<String> arguments = new ArrayList<>(List.of("--model", model.word(), "echo=0", unix));
        if (!model.hasProcesses()) arguments.add("echo=udp://:0");
        server = programs.serve(arguments.toArray(String[]::new));
    }

    /** A datagram has no connection that could be handed to a process. */
    private void assumeDatagrams() {
        assumeFalse(model.hasProcesses(), model.word() + " refuses datagrams");
    }

    @AfterParameterizedClassInvocation
    static void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void bulkComesBackOverTcp() throws Exception {
        assertSame(programs.nc(server.port("echo")).input(big).run());
    }

    @Test
    void bulkComesBackOverUnixSocket() throws Exception {
        assertSame(programs.client("nc", "-NU", socket.toString()).input(big).run());
    }

    @Test
    void bulkOfTwoClientsComesBack() throws Exception {
        String both = "(nc -N 127.0.0.1 $1 <$2 | cmp - $2) & nc -NU $3 <$2 | cmp - $2 && wait $!";
        String port = Integer.toString(server.port("echo"));
        Outcome outcome = programs.shell(both, port, big.toString(), socket.toString()).run();
        assertThat(outcome.output() + outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
    }

    private static void assertSame(Outcome outcome) throws IOException {
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(Files.mismatch(outcome.outputFile(), big)).as("first other byte").isEqualTo(-1);
    }

    @Test
    void datagramsOfSocatComeBackWhole() throws Exception {
        assumeDatagrams();
        String sizes = "1 1400 8192 65507";
        String script =
                """
                for size in %s; do
                    head -c $size "$2" > "$3.$size"
                    socat -b65536 -t1 - "$1" < "$3.$size" > "$3.$size.back" &
                done
                wait
                for size in %s; do cmp "$3.$size" "$3.$size.back"; done
                """
                        .formatted(sizes, sizes);
        String address = "UDP:127.0.0.1:" + server.port("echo", "udp");
        String file = programs.file("datagram").toString();
        Outcome outcome = programs.shell(script, address, big.toString(), file).run();
        assertThat(outcome.output() + outcome.errors()).isEmpty();
        assertThat(programs.file("datagram.65507.back")).hasSize(65507);
        assertThat(programs.file("datagram.1.back")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65507})
    void datagramOfPythonComesBack(int bytes) throws Exception {
        assumeDatagrams();
        String port = Integer.toString(server.port("echo", "udp"));
        Outcome outcome = programs.client("python3", DATAGRAM, port, Integer.toString(bytes)).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo(bytes + "\n");
    }
}
