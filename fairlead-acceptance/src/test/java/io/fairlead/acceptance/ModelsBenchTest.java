package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built {@code fairlead bench --models}, with its servers as processes of the same command. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelsBenchTest {
    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** The servers that a bench has at this moment. */
    private static List<ProcessHandle> children(long pid) {
        return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList();
    }

    @Test
    void modelsSideBySide() throws Exception {
        Program bench =
                programs.fairlead(
                                "bench",
                                "--models",
                                "epoll,selector,virtual,prefork",
                                "--rounds",
                                "2",
                                "-d",
                                "500ms",
                                "--warm-up",
                                "100ms",
                                "--assert",
                                "errors=0",
                                "echo")
                        .start();
        bench.errors().await("round 1/2");
        List<ProcessHandle> servers = children(bench.pid());
        assertThat(bench.awaitExit()).as(String.join("\n", bench.errors().soFar())).isZero();
        List<String> table = bench.output().awaitEnd();
        assertThat(table.getFirst())
                .isEqualTo("echo under 4 models: 10 connections, depth 1, 64 B, closed loop");
        assertThat(table)
                .anyMatch(line -> line.matches("rank +model +messages/s +± +× +conn/s +p50 .*"))
                .anyMatch(line -> line.matches(" +epoll +[1-9][0-9,]* .* 0 +[0-9]+ %"))
                .anyMatch(line -> line.matches(" +selector +[1-9][0-9,]* .*"))
                .anyMatch(line -> line.matches(" +virtual +[1-9][0-9,]* .*"))
                .anyMatch(line -> line.matches(" +prefork +[1-9][0-9,]* .*"))
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void ctrlCPrintsWhatWasMeasuredAndLeavesNoServer() throws Exception {
        Program bench =
                programs.fairlead("bench", "--models", "virtual", "--rounds", "900", "echo")
                        .start();
        bench.errors().await("round 1/900");
        Wait.until(() -> !children(bench.pid()).isEmpty());
        List<ProcessHandle> servers = children(bench.pid());
        interruptAll(bench, servers);
        assertThat(bench.awaitExit()).isEqualTo(130);
        assertThat(bench.output().awaitEnd())
                .contains("ended early")
                .anyMatch(line -> line.matches(" +virtual +[1-9][0-9,]* .*"))
                .noneMatch(line -> line.contains("failed"));
        Wait.until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** As a terminal does: every process of the foreground gets the signal. */
    private static void interruptAll(Program bench, List<ProcessHandle> servers)
            throws IOException, InterruptedException {
        StringBuilder pids = new StringBuilder();
        servers.forEach(server -> pids.append(' ').append(server.pid()));
        String kill = "kill -s INT" + pids + " " + bench.pid();
        int _ = new ProcessBuilder("sh", "-c", kill).start().waitFor();
    }
}
