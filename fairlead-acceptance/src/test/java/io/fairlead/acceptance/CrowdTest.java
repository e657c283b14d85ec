package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More clients than may be served, and many that come and go. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrowdTest {
    // The JVM starts and ends compilers as it likes, and pollers (with descriptors) with the load.
    private static final int OF_JVM = 4;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void oneTooManyWaits() throws Exception {
        RunningServer server = programs.serve("upper=0", "--max-connections", "2");
        Program first = guest(server);
        guest(server);
        Program third = programs.client("nc", "-N", "127.0.0.1", "" + server.port()).start();
        third.type("third\n");
        third.endInput();
        assertThat(server.output().soFar()).filteredOn(line -> line.endsWith("opened")).hasSize(2);
        first.endInput();
        assertThat(third.output().awaitEnd()).containsExactly("THIRD");
        assertThat(third.awaitExit()).isZero();
    }

    @Test
    void oneTooManyIsTold() throws Exception {
        RunningServer server =
                programs.serve("upper=0", "--max-connections", "1", "--over-limit", "refuse");
        Program first = guest(server);
        for (int i = 0; i < 20; i++) {
            Outcome refused = programs.nc(server.port()).input("x".repeat(10_000) + "\n").run();
            assertThat(refused.errors()).isEmpty();
            assertThat(refused.output()).startsWith("busy: too many connections");
            assertThat(refused.output()).endsWith("later\n").hasLineCount(1);
        }
        first.type("more\n");
        first.output().await("MORE");
    }

    @Test
    void oneTooManyIsToldInOwnWords() throws Exception {
        RunningServer server =
                programs.serve(
                        "upper=0",
                        "--max-connections=1",
                        "--over-limit=refuse",
                        "--refusal-text=full house");
        guest(server);
        assertThat(programs.nc(server.port()).run().output()).isEqualTo("full house\n");
    }

    /** A client that is being served, and stays. */
    private Program guest(RunningServer server) throws IOException {
        Program nc = programs.client("nc", "-N", "127.0.0.1", "" + server.port()).start();
        nc.type("hello\n");
        nc.output().await("HELLO");
        return nc;
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void nothingIsLeftOfThoseWhoHaveGone(Model model) throws Exception {
        RunningServer server = programs.serve("upper=0", "--model", model.word());
        boolean slow = model == Model.PROCESS; // which has a Java for each
        int first = slow ? 3 : 20;
        comeAndGo(server, first);
        server.output().await("closed", first);
        int sockets = server.sockets();
        int descriptors = server.descriptors();
        int threads = server.threads();
        int clients = slow ? 3 * OF_JVM : 200;
        comeAndGo(server, clients);
        int logged = Math.min(first + clients, 50); // what is beyond that in a second is summed up
        server.output().await("closed", logged);
        Wait.until(() -> server.sockets() <= sockets);
        assertThat(server.output().soFar())
                .filteredOn(line -> line.contains(" #") && line.contains(" closed"))
                .hasSizeGreaterThanOrEqualTo(logged)
                .allMatch(line -> line.contains("peer closed; 6 bytes in, 6 out"));
        Wait.until(() -> server.descriptors() <= descriptors + OF_JVM);
        Wait.until(() -> server.threads() <= threads + OF_JVM);
    }

    private void comeAndGo(RunningServer server, int clients) throws Exception {
        String script =
                """
                i=0
                while [ $i -lt $1 ]; do
                    i=$((i + 1))
                    printf 'hello\\n' | nc -N 127.0.0.1 $2 &
                    [ $((i % 20)) -ne 0 ] || wait
                done
                wait
                """;
        Outcome outcome = programs.shell(script, "" + clients, "" + server.port()).run();
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).isEqualTo("HELLO\n".repeat(clients));
    }
}
