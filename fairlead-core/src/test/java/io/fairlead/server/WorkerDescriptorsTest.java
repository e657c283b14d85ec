package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.NetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker process out of descriptors loses no connection, and it is told. */
@Timeout(120)
class WorkerDescriptorsTest {
    private static final int CLIENTS = 12;
    private static final int LEFT = 4;

    @RegisterExtension final Rig rig = new Rig(new Place(Model.PREFORK, Place.Net.TCP4));

    /** Lets a process take but few more: a quarter, or 16, is kept for what its service opens. */
    private static void limit(String pid) throws IOException, InterruptedException {
        long highest;
        try (Stream<Path> all = Files.list(Path.of("/proc", pid, "fd"))) {
            highest =
                    all.mapToLong(fd -> Long.parseLong(fd.getFileName().toString()))
                            .max()
                            .orElseThrow();
        }
        long most = highest + 1 + LEFT;
        String limit = "--nofile=" + (most + Math.min(16, most / 3));
        Process setting = new ProcessBuilder("prlimit", "--pid", pid, limit).inheritIO().start();
        assertThat(setting.waitFor()).isZero();
    }

    private List<Wire> crowd(Server server, int size) throws Exception {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            wires.add(rig.connect(server));
            wires.getLast().sendFrame("who");
        }
        return wires;
    }

    /** Each goes when it has its answer, in whatever order the answers come. */
    private static void leaveOneByOne(List<Wire> wires, String answer) throws Exception {
        List<Callable<String>> visits = new ArrayList<>();
        for (Wire wire : wires) visits.add(() -> lastWords(wire));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> visit : threads.invokeAll(visits, 60, TimeUnit.SECONDS)) {
                assertThat(visit.get()).isEqualTo(answer);
            }
        }
    }

    private static String lastWords(Wire wire) throws IOException {
        try (wire) {
            return wire.receiveText();
        }
    }

    private NetException awaitFailure() throws InterruptedException {
        return Objects.requireNonNull(
                rig.recorder.acceptFailures.poll(60, TimeUnit.SECONDS), "nothing was told");
    }

    @Test
    void whoFindsNoPlaceWaitsForOne() throws Exception {
        Server server = rig.keep(rig.builder().workers(1).serve(WorkersTest.PID));
        Wire first = rig.connect(server);
        String pid = WorkersTest.ask(first);
        limit(pid);
        List<Wire> wires = crowd(server, CLIENTS);
        NetException failure = awaitFailure();
        assertThat(failure.errno()).isEqualTo("EMFILE");
        assertThat(failure).hasMessageContaining("in worker process " + pid);
        assertThat(WorkersTest.ask(first)).as("those inside are served").isEqualTo(pid);
        assertThat(rig.recorder.closedCount).hasValue(0);
        leaveOneByOne(wires, pid);
        assertThat(rig.recorder.workers).isEmpty();
    }

    @Test
    void anotherWorkerTakesWhatOneCannot() throws Exception {
        Server server = rig.keep(rig.builder().workers(2).serve(WorkersTest.PID));
        Set<String> pids = new HashSet<>();
        String limited = "";
        while (pids.size() < 2) { // the second may need a moment to be ready
            limited = WorkersTest.ask(rig.connect(server));
            pids.add(limited);
        }
        limit(limited);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) answers.add(WorkersTest.ask(rig.connect(server)));
        assertThat(awaitFailure().errno()).isEqualTo("EMFILE");
        assertThat(pids).containsAll(answers);
        assertThat(rig.recorder.closedCount).hasValue(0);
    }
}
