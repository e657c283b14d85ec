package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process for each connection, and no descriptor left to start one: who came waits for it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessShortageTest {
    private static final int CLIENTS = 7;

    /** Enough for some processes, and not for all. */
    private static final int DESCRIPTORS_LEFT = 9;

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void workersInJava() throws Exception {
        servesAllInTheEnd(programs.serve("upper=0", "--model=process"), "HELLO");
    }

    @Test
    void programs() throws Exception {
        servesAllInTheEnd(programs.serve("exec=0", "--model=process", "--", "cat"), "hello");
    }

    private void servesAllInTheEnd(RunningServer server, String answer) throws Exception {
        Program first = client(server);
        first.output().await(answer);
        limit(server.pid());
        List<Program> clients = new ArrayList<>(List.of(first));
        for (int i = 0; i < CLIENTS; i++) clients.add(client(server));
        server.output().await("EMFILE");
        while (!clients.isEmpty()) {
            Wait.until(() -> clients.stream().anyMatch(one -> hasAnswer(one, answer)));
            for (Program one : List.copyOf(clients)) {
                if (!hasAnswer(one, answer)) continue;
                one.endInput(); // which makes room for another
                clients.remove(one);
            }
        }
        assertThat(server.stop()).isZero();
        List<String> closed = server.output().soFar().stream().filter(this::isEnd).toList();
        assertThat(closed).hasSize(CLIENTS + 1).allMatch(line -> !line.contains("failed"));
    }

    private Program client(RunningServer server) throws IOException {
        Program nc = programs.nc(server.port()).start();
        nc.type("hello\n");
        return nc;
    }

    private static boolean hasAnswer(Program client, String answer) {
        return client.output().soFar().contains(answer);
    }

    private boolean isEnd(String line) {
        return line.contains(" closed: ");
    }

    private static void limit(long pid) throws Exception {
        long highest;
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            highest =
                    all.mapToLong(fd -> Long.parseLong(fd.getFileName().toString()))
                            .max()
                            .orElseThrow();
        }
        String limit = "--nofile=" + (highest + 1 + DESCRIPTORS_LEFT);
        ProcessBuilder prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), limit);
        assertThat(prlimit.inheritIO().start().waitFor()).isZero();
    }
}
