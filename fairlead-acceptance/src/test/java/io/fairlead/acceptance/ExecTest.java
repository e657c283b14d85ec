package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code fairlead serve exec}: programs of others behind clients of others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @ParameterizedTest
    @EnumSource(
            value = Model.class,
            names = {"VIRTUAL", "THREAD", "SELECTOR", "EPOLL", "PROCESS", "PREFORK"})
    void bulkGoesThroughCat(Model model) throws Exception {
        Path big = Bulk.write(programs.file("big"));
        Path socket = programs.file("cat.sock");
        RunningServer server =
                programs.serve(
                        "exec=0", "exec=unix://" + socket, "--model", model.word(), "--", "cat");
        Outcome tcp = programs.nc(server.port()).input(big).run();
        assertThat(Files.mismatch(tcp.outputFile(), big)).as("first other byte").isEqualTo(-1);
        Outcome unix = programs.client("nc", "-NU", socket.toString()).input("hello").run();
        assertThat(unix.output()).isEqualTo("hello");
        assertThat(server.stop()).isZero();
    }

    @Test
    void eachDatagramIsAnsweredWithTheOutput() throws Exception {
        RunningServer server = programs.serve("exec=udp://:0", "--", "tr", "a-z", "A-Z");
        String address = "UDP:127.0.0.1:" + server.port("exec", "udp");
        Outcome outcome = programs.client("socat", "-t2", "-", address).input("hello").run();
        assertThat(outcome.output()).isEqualTo("HELLO");
    }

    @Test
    void theProgramHasTheVariablesOfTcpserver() throws Exception {
        RunningServer server = programs.serve("exec=0", "--", "env");
        Outcome ours = programs.nc(server.port()).run();
        assertThat(ours.output())
                .contains("PROTO=TCP\n", "TCPLOCALIP=127.0.0.1\n", "TCPREMOTEIP=127.0.0.1\n")
                .contains("TCPLOCALPORT=" + server.port() + "\n");
    }

    @Test
    void standardErrorAndTheStatusAreLogged() throws Exception {
        RunningServer server =
                programs.serve("exec=0", "--", "sh", "-c", "printf 'oh \\033[31m\\n' >&2; exit 3");
        assertThat(programs.nc(server.port()).run().output()).isEmpty();
        server.output().await("]: oh \\x1b[31m");
        server.output().await("ended with status 3");
    }

    @Test
    void whatIsMissingIsASentence() throws Exception {
        Outcome nothing = programs.fairlead("serve", "exec").run();
        assertThat(nothing.exit()).isEqualTo(2);
        assertThat(nothing.errors()).contains("fairlead serve exec -- PROGRAM");
        Outcome unknown = programs.fairlead("serve", "exec=0", "--", "no-such-program").run();
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.errors()).contains("no such program on the PATH");
        Outcome stray = programs.fairlead("serve", "echo=0", "--", "cat").run();
        assertThat(stray.exit()).isEqualTo(2);
        assertThat(stray.errors()).contains("only exec takes a program after --");
    }
}
