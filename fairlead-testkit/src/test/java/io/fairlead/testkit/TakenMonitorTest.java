package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Handler;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread of the machine's that has a monitor just then makes a run no other one. */
@Timeout(60)
class TakenMonitorTest {
    private static final String SERVER = "tcp://server:7";
    private static final Codec CODEC = Codec.lengthPrefixed(2);
    private static final int SEEDS = Effort.SEEDS / 60;

    private final Object monitor = new Object();
    private int entered; // guarded by monitor
    private final AtomicInteger found = new AtomicInteger();

    /** Has another thread keep the monitor until the one that calls waits for it. */
    private void takeByAnother() {
        Thread caller = Thread.currentThread();
        AtomicBoolean taken = new AtomicBoolean();
        Thread.ofPlatform()
                .start(() -> {
                    synchronized (monitor) {
                        taken.set(true);
                        while (caller.getState() != Thread.State.BLOCKED) {
                            Thread.onSpinWait();
                        }
                        found.incrementAndGet();
                    }
                });
        while (!taken.get()) Thread.onSpinWait();
    }

    /** Three clients and their handlers, which enter the monitor for each message. */
    private long hash(long seed, Runnable before) {
        Handler echo =
                connection -> {
                    for (Frame frame; (frame = connection.readFrame(CODEC)) != null; ) {
                        if (frame.text().endsWith(" 7")) before.run();
                        synchronized (monitor) {
                            entered++;
                        }
                        connection.writeFrame(CODEC, frame);
                    }
                };
        SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual());
        net.converse(SERVER, echo);
        for (int i = 0; i < 3; i++) HandlerSeedsTest.talk(net, SERVER, new ArrayList<>());
        net.run(Duration.ofHours(1));
        net.assertNothingLeft();
        return net.hash();
    }

    @Test
    void changesNothing() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(hash(seed, this::takeByAnother))
                    .as("seed %d", seed)
                    .isEqualTo(hash(seed, () -> {}));
        }
        assertThat(found.get()).isBetween(SEEDS, entered);
    }

    @Test
    @SuppressWarnings("ThreadPriorityCheck") // it is what a handler may do
    void whoYieldsStillLetsOthersGoFirst() {
        AtomicBoolean said = new AtomicBoolean();
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            net.converse(
                    SERVER,
                    _ -> {
                        Thread.startVirtualThread(() -> said.set(true));
                        while (!said.get()) Thread.yield();
                    });
            net.connect("client", SERVER, connection -> connection.readLine());
            net.run(Duration.ofSeconds(1));
            net.assertNothingLeft();
        }
        assertThat(said).isTrue();
    }

    @Test
    void whoWaitsAndKeepsAMonitorIsNamed() {
        SimulatedNetwork net = SimulatedNetwork.of(1);
        Handler keeps =
                connection -> {
                    synchronized (monitor) {
                        connection.readLine();
                    }
                };
        net.converse(SERVER, keeps);
        net.connect("one", SERVER, connection -> connection.readLine());
        net.connect("two", SERVER, connection -> connection.readLine());
        assertThatThrownBy(
                        () -> {
                            net.run(Duration.ofMinutes(1));
                            net.assertNothingLeft();
                        })
                .hasMessageMatching(
                        "TakenMonitorTest\\.java:\\d+ waits for a monitor \\(synchronized\\) .*");
    }
}
