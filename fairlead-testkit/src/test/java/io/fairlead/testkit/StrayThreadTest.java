package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.service.Handler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handler that waits for what is not simulated is named, and nothing hangs. */
@Timeout(60)
class StrayThreadTest {
    private static final String HERE = "StrayThreadTest\\.java:\\d+ ";

    /** What is thrown when it runs. */
    private static AbstractThrowableAssert<?, ? extends Throwable> failure(Handler handler) {
        SimulatedNetwork net = SimulatedNetwork.of(1);
        net.converse("tcp://server:7", handler);
        net.connect("client", "tcp://server:7", connection -> connection.readLine());
        return assertThatThrownBy(
                        () -> {
                            net.run(Duration.ofMinutes(1));
                            net.assertNothingLeft();
                        })
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whoSleeps() {
        String reason = "waits on the real clock; use connection\\.sleep or .*";
        failure(_ -> new CountDownLatch(1).await(1, TimeUnit.DAYS))
                .hasMessageMatching(HERE + reason);
        failure(_ -> new LinkedBlockingQueue<String>().poll(1, TimeUnit.DAYS))
                .hasMessageMatching(HERE + reason);
        failure(_ -> LockSupport.parkNanos(Long.MAX_VALUE / 2)).hasMessageMatching(HERE + reason);
        failure(_ -> LockSupport.parkNanos(1)).hasMessageMatching(HERE + reason); // over at once
    }

    @Test
    void whoWaitsForAThreadOfTheMachines() throws InterruptedException {
        SimulatedNetwork net = SimulatedNetwork.of(1);
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Handler handler =
                _ -> {
                    waiting.set(Thread.currentThread());
                    LockSupport.park();
                };
        net.converse("tcp://server:7", handler);
        net.connect("client", "tcp://server:7", connection -> connection.readLine());
        net.run(Duration.ofMinutes(1));
        Thread.ofPlatform()
                .name("from elsewhere")
                .start(() -> LockSupport.unpark(waiting.get()))
                .join();
        assertThatThrownBy(net::assertNothingLeft)
                .hasMessageMatching(
                        HERE + "has waited for the thread \"from elsewhere\", which is not .*");
    }

    /** It wakes the one that waits before that has quite left its carrier, or just then. */
    @Test
    void whoWaitsForAThreadThatIsQuick() {
        for (int i = 0; i < 100; i++) {
            CountDownLatch over = new CountDownLatch(1);
            Handler handler =
                    _ -> {
                        Thread waiting = Thread.currentThread();
                        Thread.ofPlatform().start(() -> wake(waiting, over));
                        LockSupport.park();
                    };
            SimulatedNetwork net = SimulatedNetwork.of(i);
            net.converse("tcp://server:7", handler);
            net.connect("client", "tcp://server:7", connection -> connection.readLine());
            assertThatThrownBy(
                            () -> {
                                net.run(Duration.ofMinutes(1));
                                over.await();
                                net.assertNothingLeft();
                            })
                    .hasMessageMatching(HERE + "has waited for .* not simulated.*");
        }
    }

    private static void wake(Thread waiting, CountDownLatch over) {
        while (waiting.getState() != Thread.State.WAITING) Thread.onSpinWait();
        LockSupport.unpark(waiting);
        over.countDown();
    }

    @Test
    void whoWaitsForEver() {
        failure(_ -> new CountDownLatch(1).await())
                .hasMessageMatching(".*threads wait at StrayThreadTest\\.java:\\d+.*");
    }

    @Test
    void theTestItself() {
        SimulatedNetwork net = SimulatedNetwork.of(1).socketBytesMax(16);
        net.converse("tcp://server:7", connection -> connection.readLine());
        Handler idle = connection -> connection.sleep(Duration.ofHours(1));
        SimulatedConversation talk = net.connect("client", "tcp://server:7", idle);
        net.run(Duration.ofSeconds(1));
        assertThatThrownBy(() -> Objects.requireNonNull(talk.connection()).readLine())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("have a handler do it");
        net.close();
    }
}
