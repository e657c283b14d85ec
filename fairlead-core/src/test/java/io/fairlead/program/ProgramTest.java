package io.fairlead.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Footprint;
import io.fairlead.server.Model;
import io.fairlead.server.Place;
import io.fairlead.server.Rig;
import io.fairlead.server.Server;
import io.fairlead.server.Wire;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.OverLimit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program of any kind serves connections, a process each. */
@Timeout(120)
class ProgramTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @RegisterExtension final Rig rig = new Rig(new Place(Model.PROCESS, Place.Net.TCP4));

    private Server execute(String program, String... arguments) throws NetException {
        return execute(Place.Net.TCP4, Program.of(program, arguments).environment(PATH));
    }

    private Server execute(Place.Net net, Program program) throws NetException {
        Endpoint endpoint = new Place(Model.PROCESS, net).freeEndpoint();
        return rig.keep(Server.at(endpoint).observer(rig.recorder).execute(program));
    }

    /** Without frames: what the program writes until it ends. */
    private static String all(Wire wire) throws IOException {
        wire.shutdownOutput();
        return new String(wire.receiveToEnd(), UTF_8);
    }

    @Test
    void theSocketIsItsStandardInputAndOutput() throws Exception {
        Server server = execute("cat");
        Wire wire = rig.connect(server);
        Wire other = rig.connect(server);
        other.send("other".getBytes(UTF_8));
        wire.send("hello".getBytes(UTF_8));
        assertThat(all(wire)).isEqualTo("hello");
        assertThat(all(other)).isEqualTo("other");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
        assertThat(server.stats().opened()).isEqualTo(2);
    }

    @Test
    void itHasThreeDescriptorsAndNoOther() throws Exception {
        Server server = execute("ls", "-l", "/proc/self/fd");
        List<String> lines =
                all(rig.connect(server)).lines().filter(l -> l.contains("->")).toList();
        // ls itself has the folder that it lists
        assertThat(lines).hasSize(4).filteredOn(l -> l.contains("socket:")).hasSize(2);
        assertThat(lines.getLast()).endsWith("/fd");
    }

    @Test
    void itLeadsAGroupAndIgnoresAndBlocksNoSignal() throws Exception {
        Server server = execute("sh", "-c", "cat /proc/self/status; cut -d' ' -f1,5 /proc/$$/stat");
        String text = all(rig.connect(server));
        assertThat(text).containsPattern("SigBlk:\\s+0000000000000000\n");
        assertThat(text).containsPattern("SigIgn:\\s+[0-9a-f]{8}[08]0{7}\n"); // 1 to 31
        assertThat(text).as("process and group").containsPattern("\n(\\d+) \\1\n$");
    }

    // ---- what it is told ----

    @Test
    void overTcpItHasTheVariablesOfTcpserver() throws Exception {
        Server server = execute("env");
        Wire wire = rig.connect(server);
        InetSocketAddress client = (InetSocketAddress) wire.localAddress();
        assertThat(all(wire).lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin",
                        "PROTO=TCP",
                        "TCPLOCALIP=127.0.0.1",
                        "TCPLOCALPORT=" + server.port(),
                        "TCPREMOTEIP=127.0.0.1",
                        "TCPREMOTEPORT=" + client.getPort());
    }

    @Test
    void overIpv6ItHasThoseOfTcpserver6AsWell() throws Exception {
        Program env = Program.of("env").environment(Map.of("TCPREMOTEHOST", "of somebody else"));
        Server server = execute(Place.Net.TCP6, env);
        Wire wire = rig.connect(server);
        int port = ((InetSocketAddress) wire.localAddress()).getPort();
        assertThat(all(wire).lines())
                .containsExactlyInAnyOrder(
                        "PROTO=TCP6",
                        "TCPLOCALIP=::1",
                        "TCPLOCALPORT=" + server.port(),
                        "TCPREMOTEIP=::1",
                        "TCPREMOTEPORT=" + port,
                        "TCP6LOCALIP=::1",
                        "TCP6LOCALPORT=" + server.port(),
                        "TCP6REMOTEIP=::1",
                        "TCP6REMOTEPORT=" + port);
    }

    @Test
    void overAUnixSocketItIsToldWhoConnected() throws Exception {
        Server server = execute(Place.Net.UNIX, Program.of("env").environment(PATH));
        Map<String, Object> owner = Files.readAttributes(Path.of("/proc/self"), "unix:uid,gid");
        long pid = ProcessHandle.current().pid();
        assertThat(all(rig.connect(server)).lines())
                .containsExactlyInAnyOrder(
                        "PATH=/usr/bin:/bin",
                        "PROTO=UNIX",
                        "UNIXLOCALPATH=" + server.endpoint().path(),
                        "UNIXLOCALPID=" + pid,
                        "UNIXLOCALUID=" + owner.get("uid"),
                        "UNIXLOCALGID=" + owner.get("gid"),
                        "UNIXREMOTEPID=" + pid,
                        "UNIXREMOTEEUID=" + owner.get("uid"),
                        "UNIXREMOTEEGID=" + owner.get("gid"));
    }

    @Test
    void itsErrorsGoToAFileIfThatIsAskedFor(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("errors");
        Program noisy = Program.of("sh", "-c", "echo oh >&2").environment(PATH).log(log);
        Server server = execute(Place.Net.TCP4, noisy);
        assertThat(all(rig.connect(server))).isEmpty();
        assertThat(all(rig.connect(server))).isEmpty();
        assertThat(log).hasContent("oh\noh\n");
        assertThat(Files.getPosixFilePermissions(log)).hasSize(2);
    }

    // ---- how it ends ----

    @Test
    void aStatusOtherThanZeroIsAFailure() throws Exception {
        Server server = execute("sh", "-c", "exit 3");
        assertThat(all(rig.connect(server))).isEmpty();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).hasMessageEndingWith("/sh ended with status 3");
        assertThat(server.stats().failed()).isEqualTo(1);
    }

    @Test
    void twoHundredShortConnectionsLeaveNoZombie() throws Exception {
        Server server = execute("true");
        Server cat = execute("cat");
        for (int i = 0; i < 100; i++) {
            try (Wire wire = Wire.connect(server.endpoint(), 0)) {
                assertThat(wire.receiveToEnd()).isEmpty();
            }
            try (Wire wire = Wire.connect(cat.endpoint(), 0)) {
                wire.send(new byte[] {'x'});
                assertThat(all(wire)).isEqualTo("x");
            }
        }
        // Each server has a shell that would end what it has started.
        Eventually.until(
                () -> "no other child than two shells: " + Footprint.children(),
                () -> Footprint.children().size() == 2);
        assertThat(server.stats().opened() + cat.stats().opened()).isEqualTo(200);
    }

    @Test
    void itsAnswerIsNotLostWithWhatItDidNotRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("sent");
        String wait = "until [ -e '" + file + "' ]; do sleep 0.01; done; ";
        Server server = execute("sh", "-c", wait + "echo late");
        Wire wire = rig.connect(server);
        wire.send(new byte[50_000]);
        wire.shutdownOutput();
        Files.createFile(file);
        assertThat(new String(wire.receiveToEnd(), UTF_8)).isEqualTo("late\n");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    @Test
    void whoStaysWhenItHasEndedIsNotWaitedForForLong() throws Exception {
        Server server =
                rig.keep(
                        Server.at("tcp://127.0.0.1:0")
                                .observer(rig.recorder)
                                .limits(Rig.limits(all -> all.lingerTimeout(Duration.ofMillis(50))))
                                .execute(Program.of("echo", "bye").environment(PATH)));
        Wire wire = rig.connect(server);
        wire.send(new byte[] {'x'});
        assertThat(wire.receive(4)).isEqualTo("bye\n".getBytes(UTF_8));
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.SERVICE_CLOSED);
    }

    @Test
    void aDrainSendsTheTermSignal() throws Exception {
        Server server = execute("sh", "-c", "trap 'echo bye; exit 0' TERM; echo hi; read line");
        Wire wire = rig.connect(server);
        assertThat(wire.receive(3)).isEqualTo("hi\n".getBytes(UTF_8));
        assertThat(server.drain(Duration.ofSeconds(30))).isZero();
        assertThat(new String(wire.receiveToEnd(), UTF_8)).isEqualTo("bye\n");
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.DRAINED);
    }

    @Test
    void whatIgnoresTheTermSignalIsKilled() throws Exception {
        Server server = execute("sh", "-c", "trap '' TERM; echo hi; while :; do sleep 1; done");
        Wire wire = rig.connect(server);
        assertThat(wire.receive(3)).isEqualTo("hi\n".getBytes(UTF_8));
        assertThat(server.drain(Duration.ofMillis(200))).isEqualTo(1);
        assertThat(Footprint.children()).isEmpty();
        assertThat(wire.receiveToEnd()).isEmpty();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
    }

    @Test
    void itsLifetimeHolds() throws Exception {
        Program cat = Program.of("cat").environment(PATH);
        Server server =
                rig.keep(
                        Server.at("tcp://127.0.0.1:0")
                                .observer(rig.recorder)
                                .limits(Rig.limits(all -> all.lifetimeMax(Duration.ofMillis(50))))
                                .execute(cat));
        assertThat(rig.connect(server).receiveToEnd()).isEmpty();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.LIFETIME);
    }

    @Test
    void oneTooManyIsToldSo() throws Exception {
        Server server =
                rig.keep(
                        Server.at("tcp://127.0.0.1:0")
                                .observer(rig.recorder)
                                .limits(
                                        Rig.limits(all ->
                                                all.connectionsMax(1)
                                                        .overLimit(OverLimit.REFUSE)
                                                        .refusalText("full")))
                                .execute(Program.of("cat").environment(PATH)));
        Wire first = rig.connect(server);
        first.send(new byte[] {'a'});
        assertThat(first.receive(1)).isEqualTo(new byte[] {'a'});
        assertThat(new String(rig.connect(server).receiveToEnd(), UTF_8)).isEqualTo("full\n");
        assertThat(server.stats().refused()).isEqualTo(1);
        assertThat(all(first)).isEmpty();
        rig.recorder.awaitClosed();
        assertThat(all(rig.connect(server))).isEmpty();
    }

    // ---- what cannot be ----

    @Test
    void aProgramThatIsNotThereIsASentence() {
        assertThatThrownBy(() -> Program.of("no-such-program"))
                .hasMessageMatching("no-such-program: no such program on the PATH .*whole path");
        assertThatThrownBy(() -> Program.of("/no/such"))
                .hasMessage("/no/such: there is no such program");
        assertThatThrownBy(() -> Program.of("/etc/passwd")).hasMessageContaining("chmod +x");
        assertThatThrownBy(() -> Program.of("cat", "a\0b")).hasMessageContaining("NUL");
    }

    @Test
    void aProgramThatHasGoneSinceFailsEachConnection(@TempDir Path folder) throws Exception {
        Path copy = Files.copy(Program.of("true").path(), folder.resolve("true"));
        Server server = execute(Place.Net.TCP4, Program.of(copy.toString()));
        Files.delete(copy);
        assertThat(rig.connect(server).receiveToEnd()).isEmpty();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure())
                .hasMessage(copy + " could not be started: No such file or directory");
    }

    @Test
    void datagramsAreRefused() {
        assertThatThrownBy(() -> Server.at("udp://127.0.0.1:0").execute(Program.of("cat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has datagrams");
    }
}
