package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.posix.Posix;
import io.fairlead.program.ProgramEnd;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** A server that is killed leaves no program behind, nor what that has started. */
@Timeout(120)
class ProgramsAloneTest {
    private static final int LIMIT_MS = 1_500;
    private static final String SCRIPT = "(sleep 1000; :) & echo up; sleep 1000; :";

    @ParameterizedTest
    @ValueSource(strings = {"pipes", "socket"})
    void programsEndWithTheirServer(String way) throws Exception {
        Process server = start(way, SCRIPT, 60_000);
        List<ProcessHandle> started = List.of();
        try (BufferedReader lines = server.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("up");
            Eventually.until(
                    () -> "a shell for the end, two of the program, two that sleep: " + all(server),
                    () -> all(server).size() == 5);
            started = all(server);
            server.destroyForcibly().waitFor();
            Running.untilNoneOf(started);
        } finally {
            server.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aStopOfTheServerIsNotTheProgramsTime(@TempDir Path folder) throws Exception {
        Path go = folder.resolve("go");
        String script = "echo up; until [ -e '" + go + "' ]; do sleep 0.01; done; ";
        Process server = start("pipes", script + "seq 100000; echo end", LIMIT_MS);
        try (BufferedReader lines = server.inputReader()) {
            long startNs = System.nanoTime(); // at the latest
            assertThat(lines.readLine()).isEqualTo("up");
            long upNs = System.nanoTime();
            signal(server, "STOP");
            if (System.nanoTime() - startNs > LIMIT_MS * 900_000L) {
                throw new TestAbortedException("the machine let the time pass");
            }
            Files.createFile(go); // more follows than a pipe takes
            Eventually.until(
                    "the time is over", () -> System.nanoTime() - upNs > 3 * LIMIT_MS * 1_000_000L);
            signal(server, "CONT");
            String line = "up";
            String before = line;
            while (!line.contains("ProgramEnd")) {
                before = line;
                line = Objects.requireNonNull(lines.readLine());
            }
            assertThat(line).isEqualTo(new ProgramEnd(0, 0, null).toString());
            assertThat(before).isEqualTo("end");
        } finally {
            server.destroyForcibly();
        }
    }

    private static void signal(Process server, String name) throws Exception {
        String pid = String.valueOf(server.pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private static List<ProcessHandle> all(Process server) {
        return server.descendants().toList();
    }

    private static Process start(String way, String script, int limitMs) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        String classPath =
                Stream.of(Server.class, ProgramServer.class, Posix.class)
                        .map(ProgramsAloneTest::placeOf)
                        .distinct()
                        .collect(Collectors.joining(":"));
        return new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        ProgramServer.class.getName(),
                        way,
                        script,
                        String.valueOf(limitMs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String placeOf(Class<?> type) {
        URI place = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(place).toString();
    }
}
