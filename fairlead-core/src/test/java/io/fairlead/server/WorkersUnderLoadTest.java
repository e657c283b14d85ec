package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.report.WorkerReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker process is killed while all workers are busy. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"PROCESS", "PREFORK"})
class WorkersUnderLoadTest {
    @RegisterExtension final Rig rig;

    WorkersUnderLoadTest(Model model) {
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    /** A client that asks again and again, until it is stopped or its connection ends. */
    private static final class Asker implements Runnable {
        private final Wire wire;
        private final AtomicBoolean stopped;
        private final Set<String> pids = ConcurrentHashMap.newKeySet();
        private final AtomicLong answers = new AtomicLong();
        private volatile boolean cut;

        Asker(Wire wire, AtomicBoolean stopped) {
            this.wire = wire;
            this.stopped = stopped;
        }

        @Override
        public void run() {
            try {
                while (!stopped.get()) {
                    pids.add(WorkersTest.ask(wire));
                    answers.incrementAndGet();
                }
            } catch (IOException e) {
                cut = true;
            }
        }

        boolean isServedBy(String pid) {
            return pids.contains(pid);
        }

        /** Waits for many answers from now on. */
        void goesOn() {
            long wanted = answers.get() + 100;
            Eventually.until("it goes on", () -> answers.get() >= wanted || cut);
            assertThat(cut).isFalse();
        }
    }

    @Test
    void aWorkerKilledUnderLoadLosesItsOwnConnectionsAlone() throws Exception {
        Server server = rig.keep(rig.builder().workers(2).serve(WorkersTest.PID));
        while (WorkersTest.ask(rig.connect(server)).equals(WorkersTest.ask(rig.connect(server)))) {
            Thread.onSpinWait(); // the second worker may need a moment to be ready
        }
        AtomicBoolean stopped = new AtomicBoolean();
        List<Asker> askers = new ArrayList<>();
        for (int i = 0; i < 8; i++) askers.add(new Asker(rig.connect(server), stopped));
        List<Thread> threads = askers.stream().map(Thread.ofVirtual()::start).toList();
        askers.forEach(Asker::goesOn);
        String killed = askers.getFirst().pids.iterator().next();
        long openBefore = server.stats().open();
        WorkersTest.kill(killed);
        WorkerReport ended = rig.recorder.awaitWorkerEnded();
        assertThat(ended.pid()).isEqualTo(Long.parseLong(killed));
        for (Asker asker : askers) {
            if (asker.isServedBy(killed)) {
                Eventually.until("its connection ends", () -> asker.cut);
            } else {
                asker.goesOn();
            }
            assertThat(asker.pids).as("one worker for each connection").hasSize(1);
        }
        Eventually.until(
                "what was lost is counted",
                () -> server.stats().open() == openBefore - ended.connectionsLost());
        assertThat(WorkersTest.ask(rig.connect(server))).isNotEqualTo(killed);
        stopped.set(true);
        for (Thread thread : threads) thread.join();
    }
}
