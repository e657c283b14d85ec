package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code unix:@name}, with socat at the other end: as the server, and as the client. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamedSocketTest {
    private final Programs programs = new Programs();
    private final String name = "fairlead-acceptance-" + UUID.randomUUID();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void connectTalksToSocat() throws Exception {
        Path big = Bulk.write(programs.file("big"));
        Program socat = programs.client("socat", "ABSTRACT-LISTEN:" + name, "EXEC:cat").start();
        Wait.until(() -> Files.readString(Path.of("/proc/net/unix")).contains("@" + name));
        Outcome outcome = programs.fairlead("connect", "unix:@" + name).input(big).run();
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        assertThat(Files.mismatch(outcome.outputFile(), big)).as("first other byte").isEqualTo(-1);
        assertThat(socat.awaitExit()).isZero();
    }

    @Test
    void socatTalksToServe() throws Exception {
        programs.serve("upper=unix:@" + name, "--model", "epoll");
        Outcome outcome =
                programs.client("socat", "-t10", "-", "ABSTRACT-CONNECT:" + name)
                        .input("hello\n")
                        .run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("HELLO\n");
    }

    @Test
    void aClientWithAnOddNameHarmsNobody() throws Exception {
        programs.serve("upper=unix:@" + name, "--model", "epoll");
        String odd =
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.bind(b"\\0" + sys.argv[1].encode() + b"\\0\\xff\\n")
                s.connect(b"\\0" + sys.argv[1].encode())
                s.sendall(b"odd\\n")
                print(s.recv(100).decode(), end="")
                """;
        for (int i = 0; i < 2; i++) {
            Outcome outcome = programs.client("python3", "-c", odd, name).run();
            assertThat(outcome.output()).as(outcome.errors()).isEqualTo("ODD\n");
        }
    }

    @Test
    void aNameThatNobodyServesIsExit3() throws Exception {
        Outcome outcome = programs.fairlead("connect", "unix:@" + name).run();
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.errors())
                .contains("ECONNREFUSED", "nothing listens on that name", "[exit 3, refused]");
    }

    @Test
    void withoutNativeCallsItIsSaid() throws Exception {
        String connect = "FAIRLEAD_JAVA_OPTS=-Dos.arch=mips64 exec \"$0\" connect \"unix:@$1\"";
        Outcome outcome = programs.shell(connect, name).run();
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.errors())
                .contains("abstract names need native calls", "; use a path, as in unix:///run/x");
    }
}
