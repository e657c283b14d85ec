package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.WorkerException;
import io.fairlead.server.report.WorkerReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.HomeConsumer;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections are served by worker processes, and what happens to those. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"PROCESS", "PREFORK"})
class WorkersTest {
    /** Says which process it is in, and ends it if that is asked for. */
    static final Service PID =
            (Service & Serializable)
                    (peer, frame) -> {
                        String pid = String.valueOf(ProcessHandle.current().pid());
                        if (frame.text().equals("die")) {
                            new ProcessBuilder("kill", "-9", pid).start().waitFor();
                        }
                        peer.send(pid);
                    };

    private final Model model;

    @RegisterExtension final Rig rig;

    WorkersTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    private Server serve(Service service, int workers) throws NetException {
        return rig.keep(rig.builder().workers(workers).serve(service));
    }

    static String ask(Wire wire) throws IOException {
        wire.sendFrame("who");
        return wire.receiveText();
    }

    @Test
    void otherProcessesServe() throws Exception {
        Server server = serve(PID, 2);
        Set<String> pids = new HashSet<>();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 4 || pids.size() < 2; i++) {
            wires.add(rig.connect(server));
            pids.add(ask(wires.getLast()));
        }
        assertThat(pids).doesNotContain(String.valueOf(ProcessHandle.current().pid()));
        assertThat(pids).hasSize(model == Model.PROCESS ? wires.size() : 2);
        for (Wire wire : wires) wire.close();
        for (Wire _ : wires) {
            ConnectionReport report = rig.recorder.awaitClosed();
            assertThat(report.reason()).isEqualTo(CloseReason.PEER_CLOSED);
            assertThat(report.bytesReceived()).isEqualTo(7);
            assertThat(report.bytesSent()).isGreaterThan(4);
        }
        assertThat(server.stats().bytesReceived()).isEqualTo(7L * wires.size());
    }

    @ParameterizedTest
    @EnumSource(names = "TLS", mode = EnumSource.Mode.EXCLUDE)
    void eachAddressFamilyIsServed(Place.Net net) throws Exception {
        Endpoint endpoint = new Place(model, net).freeEndpoint();
        Server server =
                rig.keep(
                        Server.at(endpoint)
                                .model(model)
                                .workers(1)
                                .codec(Rig.CODEC)
                                .observer(rig.recorder)
                                .serve(Rig.ECHO));
        rig.connect(server).echo("over " + net);
    }

    @Test
    void aWorkerHasNoDescriptorsOfTheServer() throws Exception {
        Server server = serve(Descriptors.SERVICE, 1);
        Wire wire = rig.connect(server);
        String links = ask(wire);
        assertThat(links.lines().filter(link -> link.startsWith("socket:")))
                .as("the control socket and the connection: %s", links)
                .hasSize(2);
        assertThat(links).contains("0 -> /dev/null");
    }

    private static final class Descriptors {
        static final Service SERVICE =
                (Service & Serializable)
                        (peer, frame) -> {
                            StringBuilder text = new StringBuilder();
                            for (Path fd : Files.list(Path.of("/proc/self/fd")).toList()) {
                                if (!Files.isSymbolicLink(fd)) continue;
                                String to = Files.readSymbolicLink(fd).toString();
                                if (fd.endsWith("0")) text.append("0 -> ").append(to).append('\n');
                                if (to.startsWith("socket:")) text.append(to).append('\n');
                            }
                            peer.send(text.toString());
                        };
    }

    @Test
    void aKilledWorkerLosesItsOwnConnectionsAlone() throws Exception {
        Server server = serve(PID, 2);
        Wire first = rig.connect(server);
        String firstPid = ask(first);
        Wire second = first;
        String secondPid = firstPid;
        while (secondPid.equals(firstPid)) { // the second worker may need a moment to be ready
            if (!second.equals(first)) leave(second);
            second = rig.connect(server);
            secondPid = ask(second);
        }
        kill(firstPid);
        assertThat(first.receiveAtMost(1)).isEmpty();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.WORKER_DIED);
        assertThat(report.failure()).hasMessage("worker " + firstPid + " was killed by signal 9");
        assertThat(ask(second)).as("the other goes on").isEqualTo(secondPid);
        WorkerReport ended = rig.recorder.awaitWorkerEnded();
        assertThat(ended.pid()).isEqualTo(Long.parseLong(firstPid));
        assertThat(ended.connectionsLost()).isEqualTo(1);
        assertThat(ended.restartAfter()).isZero();
        Wire third = rig.connect(server);
        Wire fourth = rig.connect(server);
        assertThat(List.of(ask(third), ask(fourth)))
                .as("there is another")
                .doesNotContain(firstPid);
    }

    private void leave(Wire wire) throws Exception {
        wire.close();
        rig.recorder.awaitClosed();
    }

    static void kill(String pid) {
        assertThat(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly()).isTrue();
    }

    @Test
    void aServiceThatKillsItsProcessIsReported() throws Exception {
        Server server = serve(PID, 1);
        Wire wire = rig.connect(server);
        wire.sendFrame("die");
        assertThat(wire.receiveAtMost(1)).isEmpty();
        assertThat(rig.recorder.awaitWorkerEnded().how()).isEqualTo("was killed by signal 9");
        ask(rig.connect(server));
    }

    // ---- what cannot begin ----

    /** Cannot be copied while a file is there. */
    private record Moody(String file) implements Service, Serializable {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(frame);
        }

        private Object readResolve() {
            if (Files.exists(Path.of(file))) throw new IllegalStateException("not in the mood");
            return this;
        }
    }

    @Test
    void aServerWhoseWorkersCannotBeginDoesNotStart(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("no"));
        assertThatThrownBy(() -> serve(new Moody(file.toString()), 2))
                .isInstanceOf(NetException.class)
                .hasMessageContainingAll("no worker process can start serving", "not in the mood");
    }

    @Test
    void aWorkerThatCannotBeginIsTriedAgainLaterAndLater(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("no");
        Server server = serve(new Moody(file.toString()), 1);
        Files.createFile(file);
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
        List<Duration> waits = new ArrayList<>();
        waits.add(rig.recorder.awaitWorkerEnded().restartAfter());
        for (int i = 0; i < 2; i++) {
            WorkerReport report = rig.recorder.awaitWorkerEnded();
            assertThat(report.how()).contains("could not copy the service", "not in the mood");
            waits.add(report.restartAfter());
        }
        assertThat(waits)
                .containsExactly(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200));
        Wire waits1 = rig.connect(server);
        Files.delete(file);
        waits1.echo("in the mood again");
    }

    // ---- more than bytes ----

    private record Printing(HomeConsumer print) implements Service, Serializable {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            print.accept(frame.text());
            peer.send("printed");
        }
    }

    @Test
    void aConsumerCanStay() throws Exception {
        Queue<String> printed = new ConcurrentLinkedQueue<>();
        Server server = serve(new Printing(new HomeConsumer(printed::add)), 1);
        Wire wire = rig.connect(server);
        wire.sendFrame("text");
        assertThat(wire.receiveText()).isEqualTo("printed");
        Eventually.until("it comes", () -> printed.contains("text"));
    }

    @Test
    void whatAServiceThrowsIsReportedHere() throws Exception {
        Service failing =
                (Service & Serializable)
                        (peer, frame) -> {
                            throw new IllegalStateException("a bug");
                        };
        Server server = serve(failing, 1);
        Wire wire = rig.connect(server);
        wire.sendFrame("x");
        assertThat(wire.receiveAtMost(1)).isEmpty();
        ConnectionReport report = rig.recorder.awaitClosed();
        assertThat(report.reason()).isEqualTo(CloseReason.SERVICE_FAILED);
        assertThat(report.failure()).hasMessage("java.lang.IllegalStateException: a bug");
        WorkerException failure = (WorkerException) Objects.requireNonNull(report.failure());
        assertThat(failure.thrown()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.getStackTrace()[0].getClassName()).endsWith("WorkersTest");
        assertThat(server.stats().failed()).isEqualTo(1);
    }

    @Test
    void aHandlerIsServedToo() throws Exception {
        Handler lines =
                (Handler & Serializable)
                        connection -> {
                            for (String line; (line = connection.readLine()) != null; ) {
                                connection.write(line + "!\n");
                                connection.flush();
                            }
                        };
        Server server = rig.keep(rig.builder().converse(lines));
        Wire wire = rig.connect(server);
        wire.send("hello\n");
        assertThat(new String(wire.receive(7), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("hello!\n");
    }

    // ---- the end ----

    @Test
    void whatDoesNotEndIsKilledAfterTheDrain() throws Exception {
        Service stuck =
                (Service & Serializable)
                        (peer, frame) -> {
                            peer.send("stuck");
                            peer.send("stuck");
                            while (true) Thread.onSpinWait();
                        };
        Server server = serve(stuck, 1);
        Wire wire = rig.connect(server);
        wire.sendFrame("x");
        Eventually.until("it is there", () -> server.stats().bytesReceived() > 0);
        assertThat(server.drain(Duration.ofMillis(100))).isEqualTo(1);
        assertThat(Footprint.children()).isEmpty();
        assertThat(rig.recorder.awaitClosed().reason()).isEqualTo(CloseReason.CUT);
    }
}
