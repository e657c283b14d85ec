package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead serve --loops}: several event loops on one port, and the clients of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopsTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "selector"})
    void theKernelSpreadsClientsOverLoops(String model) throws Exception {
        RunningServer server = programs.serve("upper=0", "--model", model, "--loops", "4");
        assertThat(server.output().soFar())
                .anyMatch(line ->
                        line.startsWith("Model " + model + ":")
                                && line.endsWith(", 4 loops per endpoint."));
        assertThat(listeners(server.port())).isEqualTo("4\n");
        String script =
                """
                i=0
                while [ $i -lt 40 ]; do
                    i=$((i + 1))
                    printf 'hello\\n' | nc -N 127.0.0.1 $1 &
                    [ $((i % 20)) -ne 0 ] || wait
                done
                """;
        Outcome outcome = programs.shell(script, "" + server.port()).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("HELLO\n".repeat(40));
        assertThat(server.stop()).isZero();
        assertThat(listeners(server.port())).isEqualTo("0\n");
    }

    private String listeners(int port) throws Exception {
        return programs.shell("ss -Hltn \"sport = :$1\" | wc -l", "" + port).run().output();
    }

    @Test
    void bulkComesBackThroughEachLoop() throws Exception {
        Path big = Bulk.write(programs.file("big"));
        RunningServer server = programs.serve("echo=0", "--model", "epoll", "--loops", "auto");
        for (int i = 0; i < 4; i++) {
            Outcome outcome = programs.nc(server.port()).input(big).run();
            assertThat(Files.mismatch(outcome.outputFile(), big)).isEqualTo(-1);
        }
    }

    @Test
    void aModelThatCannotBeHadIsToldOnce() throws Exception {
        // A processor that native calls are not known to be right on.
        String serve =
                "FAIRLEAD_JAVA_OPTS=-Dos.arch=mips64 exec \"$0\" serve upper=0 echo=0 \"$@\"";
        RunningServer server =
                new RunningServer(programs.shell(serve, "--model", "epoll", "--loops=2").start());
        assertThat(server.program().errors().soFar())
                .filteredOn(line -> line.contains("--model epoll"))
                .singleElement()
                .asString()
                .contains("is not available: native calls are not known", "; using selector");
        assertThat(server.output().soFar())
                .anyMatch(line -> line.startsWith("Model epoll: not on this machine, selector"));
        Outcome outcome = programs.nc(server.port()).input("hello\n").run();
        assertThat(outcome.output()).isEqualTo("HELLO\n");
    }
}
