package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.server.Effort;
import io.fairlead.server.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many borrowers of few connections, some of which break. */
@ParameterizedClass
@MethodSource("io.fairlead.client.pool.PoolCase#places")
@Timeout(120)
class ConnectionPoolLifeTest extends PoolCase {
    ConnectionPoolLifeTest(Place place) {
        super(place);
    }

    /** A seed decides what they do. */
    @Test
    void whateverBorrowersDo() throws Exception {
        long seed = System.nanoTime();
        ConnectionPool pool = start(builder().connectionsMax(3).idleTimeout(SOON));
        AtomicInteger holders = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(seed + i);
            Runnable borrower = () -> borrowOften(pool, random, holders, wrong);
            threads.add(CompletableFuture.runAsync(borrower, Thread::startVirtualThread));
        }
        for (CompletableFuture<Void> thread : threads) thread.get(100, TimeUnit.SECONDS);
        assertThat(wrong).as("seed " + seed).isEmpty();
        assertThat(pool.stats().lent()).as("seed " + seed).isZero();
    }

    private static void borrowOften(
            ConnectionPool pool, Random random, AtomicInteger holders, Queue<String> wrong) {
        for (int i = 0; i < Effort.of(40, 2000); i++) {
            String question = "question " + random.nextInt();
            try (LeasedConnection connection = pool.borrow(Duration.ofSeconds(60))) {
                if (holders.incrementAndGet() > 3) wrong.add("more than three");
                String answer = ask(connection, question);
                if (!answer.equals(question)) wrong.add(question + " got " + answer);
                if (random.nextInt(10) == 0) ask(connection, "end");
                if (random.nextInt(10) == 0) ask(connection, "twice");
                holders.decrementAndGet();
            } catch (IOException | InterruptedException e) {
                wrong.add(e.toString());
                holders.decrementAndGet();
            }
        }
    }
}
