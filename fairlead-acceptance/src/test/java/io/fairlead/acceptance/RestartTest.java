package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ports and paths that a server finds, and that it leaves. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestartTest {
    private static final int KILLED = 128 + 9;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void portIsFreeAtOnceAfterKill() throws Exception {
        RunningServer first = programs.serve("upper=0", "echo=0", "echo=udp://:0");
        String echo = Integer.toString(first.port("echo"));
        Program nc = programs.client("nc", "127.0.0.1", echo).start();
        nc.type("hello\n");
        nc.output().await("hello");
        kill(first);
        // The client's connection is half closed now; its port must not stop the next server.
        RunningServer second =
                programs.serve(
                        "upper=" + first.port("upper"),
                        "echo=" + echo,
                        "echo=udp://:" + first.port("echo", "udp"));
        assertThat(second.served()).isEqualTo(first.served());
        Outcome outcome = programs.nc(second.port("upper")).input("again\n").run();
        assertThat(outcome.output()).isEqualTo("AGAIN\n");
    }

    @Test
    void staleSocketIsReplacedAndRemovedAtTheEnd() throws Exception {
        Path path = programs.file("x.sock");
        kill(programs.serve("upper=unix://" + path));
        assertThat(path).exists();
        RunningServer second = programs.serve("upper=unix://" + path);
        Outcome outcome = programs.client("nc", "-NU", path.toString()).input("again\n").run();
        assertThat(outcome.output()).isEqualTo("AGAIN\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(second.stop()).isZero();
        assertThat(path).doesNotExist();
    }

    private static void kill(RunningServer server) throws Exception {
        server.program().signal("KILL");
        assertThat(server.program().awaitExit()).isEqualTo(KILLED);
    }

    @Test
    void regularFileIsLeftAlone() throws Exception {
        Path file = programs.file("precious", Programs.utf8("precious\n"));
        Outcome outcome = programs.fairlead("serve", "echo=unix://" + file).run();
        assertThat(outcome.exit()).isEqualTo(6);
        assertThat(outcome.errors()).contains("a regular file exists there and is not replaced");
        assertThat(file).hasContent("precious\n");
    }

    @Test
    void pathThatIsServedIsLeftAlone() throws Exception {
        Path path = programs.file("x.sock");
        RunningServer first = programs.serve("upper=unix://" + path);
        Outcome second = programs.fairlead("serve", "echo=unix://" + path).run();
        assertThat(second.exit()).isEqualTo(6);
        assertThat(second.errors())
                .contains("already served by pid " + first.program().pid() + " (java, user ");
        Outcome outcome = programs.client("nc", "-NU", path.toString()).input("still\n").run();
        assertThat(outcome.output()).isEqualTo("STILL\n");
    }

    @Test
    void portThatIsServedIsLeftAlone() throws Exception {
        RunningServer first = programs.serve("upper=0");
        Outcome second = programs.fairlead("serve", "echo=" + first.port()).run();
        assertThat(second.exit()).isEqualTo(6);
        assertThat(second.errors()).contains("held by pid " + first.program().pid() + " (java");
    }
}
