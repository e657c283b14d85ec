package io.fairlead.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that systemd, inetd or a shell has bound before {@code fairlead serve} starts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ActivationTest {
    private static final Path SCRIPTS =
            Repository.root().resolve("fairlead-acceptance/src/test/resources");

    private final Programs programs = new Programs();

    @AfterEach
    void endPrograms() throws Exception {
        programs.end();
    }

    /** What serves sockets that it was given by name, as systemd gives them. */
    private Program activated(List<String> sockets, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("python3", SCRIPTS.resolve("activate.py") + ""));
        all.addAll(sockets);
        all.add("--");
        all.addAll(Programs.commandOf(command));
        return programs.client(all.toArray(String[]::new)).start();
    }

    /** The ports of its sockets. */
    private static List<Integer> ports(Program program) {
        program.output().await("port");
        String[] words = program.output().soFar().getFirst().split(" ", -1);
        return Stream.of(words).skip(1).map(Integer::valueOf).toList();
    }

    private static int port(Program program) {
        return ports(program).getFirst();
    }

    private int end(Program program) throws Exception {
        program.signal("TERM");
        return program.awaitExit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "selector", "io_uring", "pooled-virtual", "prefork"})
    void systemd(String model) throws Exception {
        Path one = programs.file("one.sock");
        Path two = programs.file("two.sock");
        List<String> command = new ArrayList<>(List.of("systemd-socket-activate"));
        command.addAll(List.of("-E", "XDG_STATE_HOME", "-E", "FAIRLEAD_JAVA_OPTS"));
        command.addAll(List.of("-l", one.toString(), "-l", two.toString(), "--fdname=one:two"));
        command.addAll(
                Programs.commandOf("serve", "--model", model, "echo=fd://one", "upper=fd://two"));
        Program server = programs.client(command.toArray(String[]::new)).start();
        server.errors().await("Listening on " + two);
        Outcome echo = programs.client("nc", "-NU", one.toString()).input("hello\n").run();
        assertThat(echo.output()).as(echo.errors()).isEqualTo("hello\n");
        Outcome upper = programs.client("nc", "-NU", two.toString()).input("hello\n").run();
        assertThat(upper.output()).as(upper.errors()).isEqualTo("HELLO\n");
        server.output().await("Ctrl-C finishes");
        assertThat(server.output().soFar())
                .anyMatch(line -> line.startsWith("upper    unix://" + two + " "))
                .anyMatch(line -> line.startsWith("Model " + model + ":"));
        assertThat(end(server)).isZero();
        assertThat(two).as("systemd's").exists();
    }

    @Test
    void aServerThatWasGivenSocketsIsRestartedWithThem() throws Exception {
        String name = "activated-" + ProcessHandle.current().pid();
        // The reader of its output stays when the first process has ended.
        String script = "f=$0; a=$1; shift; python3 $a tcp=tcp:127.0.0.1 -- \"$f\" \"$@\" | cat";
        Program server =
                programs.shell(
                                script,
                                SCRIPTS.resolve("activate.py").toString(),
                                "serve",
                                "upper=fd://tcp",
                                "--name",
                                name)
                        .start();
        int port = port(server);
        server.output().await("Ctrl-C finishes");
        for (int i = 0; i < 2; i++) { // the second is asked of one that was itself started so
            Outcome done = programs.fairlead("restart", name).run();
            assertThat(done.exit()).as(done.errors()).isZero();
            assertThat(programs.nc(port).input("hello\n").run().output()).isEqualTo("HELLO\n");
            String next = done.output().split(" ", 3)[1];
            if (i == 1) end(next);
        }
        assertThat(server.awaitExit()).isZero(); // as nobody has the pipe any more
    }

    private static void end(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"virtual", "epoll"})
    void connectionsAndDatagrams(String model) throws Exception {
        Program server =
                activated(
                        List.of("tcp=tcp:127.0.0.1", "udp=udp:127.0.0.1"),
                        "serve",
                        "echo=fd://tcp",
                        "echo=fd://udp",
                        "--model",
                        model);
        Outcome tcp = programs.nc(port(server)).input("hello\n").run();
        assertThat(tcp.output()).as(tcp.errors()).isEqualTo("hello\n");
        String udp = "UDP:127.0.0.1:" + ports(server).getLast();
        Outcome outcome = programs.client("socat", "-t10", "-", udp).input("hello\n").run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("hello\n");
        assertThat(end(server)).isZero();
    }

    @Test
    void whatNobodyServesIsClosedAloud() throws Exception {
        Program server =
                activated(
                        List.of("one=tcp:127.0.0.1", "more=tcp:127.0.0.1"),
                        "serve",
                        "echo=fd://one");
        Outcome echo = programs.nc(port(server)).input("hello\n").run();
        assertThat(echo.output()).as(echo.errors()).isEqualTo("hello\n");
        server.errors()
                .await(
                        "warning: closed fd://4 (more), which was given and is not served; write"
                                + " SERVICE=fd://4");
        Outcome refused = programs.nc(ports(server).getLast()).run();
        assertThat(refused.exit()).isNotZero();
        assertThat(end(server)).isZero();
    }

    @Test
    void aNameThatIsNotGivenAndOneForAnotherProcess() throws Exception {
        Outcome none = programs.fairlead("serve", "echo=fd://web").run();
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.errors())
                .contains("take fd://web", "LISTEN_FDS is not set", ".socket unit");
        Outcome other =
                programs.fairlead("serve", "echo=fd://web")
                        .environment("LISTEN_FDS", "1")
                        .environment("LISTEN_PID", "1")
                        .run();
        assertThat(other.errors()).contains("for process 1 (LISTEN_PID)", "start it with exec");
        Outcome wrong = programs.fairlead("serve", "echo=fd://0").run();
        assertThat(wrong.errors()).contains("descriptor 0 is no socket");
        Outcome connect = programs.fairlead("connect", "fd://web").run();
        assertThat(connect.exit()).isEqualTo(2);
        assertThat(connect.errors()).contains("only serve and relay can have a socket");
    }

    /** What is said of an address is said of the real one. */
    @Test
    void anAddressThatOthersReachNeedsToBeMeant() throws Exception {
        Program server = activated(List.of("all=tcp:0.0.0.0"), "serve", "echo=fd://3");
        int port = port(server);
        Outcome _ = programs.nc(port).input("hello\n").run();
        server.errors().await("serve echo=tcp://0.0.0.0:" + port + ": other machines can reach");
        assertThat(server.awaitExit()).isEqualTo(2);
    }

    @Test
    void aProgramDoesNotInheritIt() throws Exception {
        Program server =
                activated(
                        List.of("one=tcp:127.0.0.1"),
                        "serve",
                        "exec=fd://one",
                        "--",
                        "sh",
                        "-c",
                        "env; for one in /proc/self/fd/*; do readlink $one; done");
        Outcome outcome = programs.nc(port(server)).run();
        assertThat(outcome.output())
                .contains("PATH=")
                .doesNotContain("LISTEN_FDS", "LISTEN_PID", "socket:");
        assertThat(end(server)).isZero();
    }

    @Test
    void relayToo() throws Exception {
        RunningServer target = programs.serve("upper=0");
        Program relay =
                activated(List.of("one=tcp:127.0.0.1"), "relay", "fd://3", "" + target.port());
        Outcome outcome = programs.nc(port(relay)).input("hello\n").run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("HELLO\n");
        assertThat(end(relay)).isZero();
    }

    /** inetd makes its socket standard input, output and error: nobody is to read the log there. */
    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void inetdThatWaits(String kind) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("python3", SCRIPTS.resolve("inetd.py") + "", kind, "wait"));
        command.addAll(Programs.commandOf("serve", "echo=fd://0"));
        Program server = programs.client(command.toArray(String[]::new)).start();
        String address = kind + ":127.0.0.1:" + port(server);
        Outcome outcome = programs.client("socat", "-t10", "-", address).input("hello\n").run();
        assertThat(outcome.output()).as(outcome.errors()).isEqualTo("hello\n");
        assertThat(end(server)).isZero();
    }

    @Test
    void inetdThatDoesNot() throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("python3", SCRIPTS.resolve("inetd.py") + "", "tcp", "nowait"));
        command.addAll(Programs.commandOf("serve", "echo=fd://0"));
        Outcome outcome = programs.client(command.toArray(String[]::new)).run();
        assertThat(outcome.output())
                .contains(
                        "descriptor 0 is a connection", "give the listener", "wait in inetd.conf");
    }
}
