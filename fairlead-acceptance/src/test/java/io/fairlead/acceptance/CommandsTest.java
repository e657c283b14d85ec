package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead serve commands}, with the file that ships as an example, and wrong ones. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsTest {
    private static final String EXAMPLE =
            Repository.root().resolve("docs/examples/commands.yaml").toString();

    private final Programs programs = new Programs();
    private final Path socket = programs.file("commands.sock");

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String[] options(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        if (isRoot()) all.addAll(List.of("--user", "nobody"));
        return all.toArray(String[]::new);
    }

    private RunningServer serve(String config, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of("commands=unix://" + socket));
        all.addAll(List.of("--config", config));
        all.addAll(List.of(more));
        return programs.serve(options(all.toArray(String[]::new)));
    }

    private String ask(String line) throws Exception {
        return programs.client("nc", "-NU", socket.toString()).input(line + "\n").run().output();
    }

    @Test
    void theExampleWorks() throws Exception {
        Programs.requireInstalled("ping");
        RunningServer server = serve(EXAMPLE);
        assertThat(ask("help")).contains("out df [directory]  - how full", "end exit 0\n");
        assertThat(ask("uptime")).matches("(?s)out .*load average.*\nend exit 0\n");
        server.output().await(" ran uptime: exit 0; ");
        assertThat(ask("df /")).matches("(?s)out Filesystem .*\nend exit 0\n");
        assertThat(ask("df /etc"))
                .isEqualTo("end refused directory: \"/etc\" is not one of /, /tmp, /home\n");
        assertThat(ask("ping localhost;id")).startsWith("end refused host: ");
        assertThat(ask("ping 127.0.0.1")).startsWith(isRoot() ? "out PING 127.0.0.1" : "");
        assertThat(server.stop()).isZero();
    }

    @Test
    void overTcpAndUdpItIsServedOnLoopbackIfThatIsMeant() throws Exception {
        RunningServer server =
                serve(
                        EXAMPLE,
                        "--insecure-loopback",
                        "commands=tcp://127.0.0.1:0",
                        "commands=udp://127.0.0.1:0");
        Outcome tcp = programs.nc(server.port("commands")).input("uptime\n").run();
        assertThat(tcp.output()).endsWith("\nend exit 0\n");
        String address = "UDP:127.0.0.1:" + server.port("commands", "udp");
        Outcome udp = programs.client("socat", "-t2", "-", address).input("uptime").run();
        assertThat(udp.output()).startsWith("out ").endsWith("\nend exit 0\n");
        server.output().await("udp 127.0.0.1:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    commands=tcp://127.0.0.1:0 | add --insecure-loopback
                    commands=udp://127.0.0.1:0 | add --insecure-loopback
                    commands=0.0.0.0:0 --insecure-loopback --public | need TLS client
                    commands=udp://:0 --model prefork | the service commands has to stay in one
                    commands=tcp://:0 --model prefork | the service commands has to stay in one
                    echo=0 | need the service commands
                    """)
    void whatIsNotSafeIsRefused(String arguments, String sentence) throws Exception {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments.split(" ")));
        all.addAll(List.of("--config", EXAMPLE));
        Outcome outcome = programs.fairlead(options(all.toArray(String[]::new))).run();
        assertThat(outcome.errors()).contains(sentence);
        assertThat(outcome.exit()).isEqualTo(2);
    }

    @Test
    void withoutAFileOrAUserItIsRefused() throws Exception {
        Outcome noFile = programs.fairlead("serve", "commands").run();
        assertThat(noFile.errors()).contains("fairlead serve commands --config FILE");
        assertThat(noFile.exit()).isEqualTo(2);
        if (!isRoot()) return;
        Outcome root = programs.fairlead("serve", "commands", "--config", EXAMPLE).run();
        assertThat(root.errors()).contains("no command may run as root; add --user NAME");
        assertThat(root.exit()).isEqualTo(2);
    }

    @Test
    void aWrongFileIsNamedByLine() throws Exception {
        Path file =
                programs.file("wrong.yaml", Programs.utf8("commands:\n  a:\n    programm: /x\n"));
        String[] command = options("serve", "commands=unix://" + socket, "--config", "" + file);
        Outcome outcome = programs.fairlead(command).run();
        assertThat(outcome.errors())
                .contains(
                        "wrong.yaml:3: unknown key \"commands.a.programm\"; did you mean program?");
        assertThat(outcome.exit()).isEqualTo(2);
    }

    @Test
    void nothingOutlivesAServerThatIsKilled() throws Exception {
        String word = "33" + System.nanoTime() % 1_000_000_000;
        String command = "{program: /bin/sleep, arguments: [\"" + word + "\"]}";
        String text = "limits: {seconds: 999}\ncommands: {hang: " + command + "}\n";
        Path file = programs.file("hang.yaml", Programs.utf8(text));
        RunningServer server = serve(file.toString());
        Program nc = programs.client("nc", "-U", socket.toString()).start();
        nc.type("hang\n");
        Wait.until(() -> isRunning(word));
        server.program().signal("KILL");
        Wait.until(() -> !isRunning(word));
    }

    private boolean isRunning(String word) throws Exception {
        return programs.client("pgrep", "-f", "sleep " + word).run().exit() == 0;
    }
}
