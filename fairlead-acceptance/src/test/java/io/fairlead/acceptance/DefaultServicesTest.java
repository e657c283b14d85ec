package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code fairlead serve} without arguments, in a network of its own, where its ports are free; and
 * each command that it prints to be tried.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DefaultServicesTest {
    private static final List<String> SILENT = List.of("discard");

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    @Test
    void everyCommandToTryWorks() throws Exception {
        RunningServer server = serveInOwnNetwork();
        assertThat(server.served()).hasSize(8 + 7 + 1);
        for (RunningServer.Served one : server.served()) {
            Outcome outcome = inNetworkOf(server, one.tryIt()).run();
            assertThat(outcome.errors()).as(one.toString()).isEmpty();
            assertThat(outcome.exit()).as(one.toString()).isZero();
            assertThat(outcome.output().isBlank())
                    .as(one + " says " + outcome.output())
                    .isEqualTo(SILENT.contains(one.service()));
        }
        Path directory = programs.file("runtime").resolve("fairlead");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(server.stop()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void onePortInUseLeavesTheOthers() throws Exception {
        RunningServer first = serveInOwnNetwork("upper");
        Client client = inNetworkOf(first, "exec \"$0\" serve");
        RunningServer second = new RunningServer(client.start());
        assertThat(second.served())
                .hasSize(7 + 7 + 1)
                .noneMatch(one -> one.endpoint().equals("tcp://127.0.0.1:7001"));
        assertThat(second.program().errors().await("7001"))
                .contains("EADDRINUSE", "; upper is not served there");
    }

    private RunningServer serveInOwnNetwork(String... services) throws Exception {
        Outcome allowed = programs.client("unshare", "-rn", "ip", "link", "set", "lo", "up").run();
        assumeTrue(
                allowed.exit() == 0,
                "a network of its own (unshare -rn) is not allowed here: " + allowed.errors());
        Files.createDirectory(programs.file("runtime"));
        String script = "ip link set lo up && exec \"$@\"";
        String[] command = {
            "unshare", "-rn", "sh", "-c", script, "sh", Programs.fairlead(), "serve"
        };
        Client client = programs.client(concat(command, services));
        return new RunningServer(withRuntimeFolder(client).start());
    }

    private Client inNetworkOf(RunningServer server, String script) {
        String pid = Long.toString(server.program().pid());
        String[] enter = {"nsenter", "--preserve-credentials", "-U", "-n", "-t", pid};
        String[] shell = {"sh", "-c", script, Programs.fairlead()};
        return withRuntimeFolder(programs.client(concat(enter, shell)));
    }

    private Client withRuntimeFolder(Client client) {
        return client.environment("XDG_RUNTIME_DIR", programs.file("runtime").toString());
    }

    private static String[] concat(String[] one, String[] other) {
        return Stream.of(one, other).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
