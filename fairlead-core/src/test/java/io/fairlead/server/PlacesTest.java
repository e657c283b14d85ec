package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.datagram.SerialExecutor;
import io.fairlead.server.site.Backoff;
import io.fairlead.server.site.Gate;
import io.fairlead.service.Limits;
import io.fairlead.service.OverLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The small parts that count and wait: gate, backoff, serial executor. */
@Timeout(120)
class PlacesTest {
    private static Gate gate(int connectionsMax, int placesMax, OverLimit overLimit) {
        Limits limits =
                Limits.builder().connectionsMax(connectionsMax).overLimit(overLimit).build();
        return new Gate(limits, placesMax);
    }

    @Test
    void theSmallerLimitCounts() {
        Gate gate = gate(3, 2, OverLimit.REFUSE);
        assertThat(gate.refuses()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
        gate.leave();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate(1, 100, OverLimit.WAIT).refuses()).isFalse();
    }

    @Test
    void aClosedGateStopsNobody() throws Exception {
        Gate gate = gate(1, 1, OverLimit.WAIT);
        gate.enter();
        Thread waiting = Thread.ofPlatform().start(() -> enter(gate));
        Eventually.until("it waits", () -> waiting.getState() == Thread.State.WAITING);
        gate.close();
        waiting.join();
        for (int i = 0; i < 5; i++) gate.close();
        gate.leave();
    }

    private static void enter(Gate gate) {
        try {
            gate.enter();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theBackoffDoublesToASecond() {
        Backoff backoff = new Backoff(System::nanoTime);
        List<Long> waits =
                Stream.generate(backoff::failed).limit(10).map(Duration::toMillis).toList();
        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1000L, 1000L);
        assertThat(backoff.succeeded()).isEqualTo(10);
        assertThat(backoff.failed()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aRowOfFailuresIsNewsOnceASecond() {
        Backoff backoff = new Backoff(System::nanoTime);
        backoff.failed();
        assertThat(backoff.isNews()).isTrue();
        backoff.failed();
        assertThat(backoff.isNews()).as("the same row").isFalse();
        assertThat(backoff.succeeded()).isEqualTo(2);
        backoff.failed();
        assertThat(backoff.isNews()).as("the next row, at once").isFalse();
        assertThat(backoff.succeeded()).as("of which nobody heard").isZero();
    }

    @Test
    void aLaneRunsItsCallsInOrder() throws Exception {
        SerialExecutor serial =
                new SerialExecutor(
                        task -> Thread.startVirtualThread(task),
                        1 << 20,
                        new SerialExecutor.Budget(1 << 20));
        List<Integer> done = new ArrayList<>(); // one call at a time
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2_000; i++) {
            int number = i;
            assertThat(serial.run(() -> done.add(number), 10)).isTrue();
        }
        serial.add(end::countDown);
        end.await();
        assertThat(done).hasSize(2_000).isSorted();
    }

    @Test
    void aLaneHoldsNoMoreThanItMay() {
        List<Runnable> started = new ArrayList<>();
        SerialExecutor.Budget budget = new SerialExecutor.Budget(1_000);
        SerialExecutor serial = new SerialExecutor(started::add, 600, budget);
        SerialExecutor other = new SerialExecutor(started::add, 600, budget);
        assertThat(serial.run(() -> {}, 300)).isTrue(); // and 128 for itself
        assertThat(serial.run(() -> {}, 100)).as("over its own limit").isFalse();
        assertThat(other.run(() -> {}, 400)).isTrue();
        assertThat(other.run(() -> {}, 0)).as("over the server's").isFalse();
        serial.add(() -> {});
        assertThat(started).as("one run for all that waits").hasSize(2);
        started.forEach(Runnable::run);
        assertThat(other.run(() -> {}, 800)).as("one call may be longer than the limit").isTrue();
        assertThat(started).hasSize(3);
    }
}
