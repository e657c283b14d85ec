package io.fairlead.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.server.Eventually;
import io.fairlead.server.Place;
import io.fairlead.server.Server;
import io.fairlead.service.DeadlineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool of blocking connections; they are the same under every model. */
@ParameterizedClass
@MethodSource("io.fairlead.client.pool.PoolCase#places")
@Timeout(120)
class ConnectionPoolTest extends PoolCase {
    ConnectionPoolTest(Place place) {
        super(place);
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        ConnectionPool pool = start(builder());
        for (int i = 0; i < 5; i++) askOnce(pool, "question " + i);
        assertThat(questions).hasValue(5);
        assertThat(pool.stats()).isEqualTo(new PoolStats(1, 1, 0, 0));
    }

    @Test
    void whoComesWhenAllAreLentWaits() throws Exception {
        ConnectionPool pool = start(builder().connectionsMax(1));
        LeasedConnection first = pool.borrow();
        CompletableFuture<LeasedConnection> second = pool.borrowLater();
        Eventually.until("one waits", () -> pool.stats().waiting() == 1);
        CompletableFuture<LeasedConnection> third = pool.borrowLater();
        Eventually.until("two wait", () -> pool.stats().waiting() == 2);
        first.close();
        try (LeasedConnection connection = second.get()) {
            assertThat(third).isNotDone();
            assertThat(ask(connection, "a")).isEqualTo("a");
        }
        third.get().close();
        assertThat(pool.stats().open()).isEqualTo(1);
    }

    @Test
    void theLatestUsedIsLentFirst() throws Exception {
        ConnectionPool pool = start(builder());
        LeasedConnection first = pool.borrow();
        LeasedConnection second = pool.borrow();
        first.close();
        second.close();
        try (LeasedConnection again = pool.borrow()) {
            assertThat(again.pooled).isSameAs(second.pooled);
        }
    }

    @Test
    void whoWaitsGetsThePlaceOfABrokenOne() throws Exception {
        ConnectionPool pool = start(builder().connectionsMax(1));
        LeasedConnection broken = pool.borrow();
        CompletableFuture<LeasedConnection> next = pool.borrowLater();
        Eventually.until("one waits", () -> pool.stats().waiting() == 1);
        broken.discard();
        broken.close();
        try (LeasedConnection connection = next.get()) {
            assertThat(connection.pooled).isNotSameAs(broken.pooled);
            assertThat(ask(connection, "a")).isEqualTo("a");
        }
    }

    @Test
    void whoWaitsTooLongIsTold() throws Exception {
        ConnectionPool pool = start(builder().connectionsMax(1));
        LeasedConnection first = pool.borrow();
        assertThatThrownBy(() -> pool.borrow(SOON))
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("all 1 connections are in use")
                .hasMessageContaining("within 20 ms; give them back sooner");
        Thread.currentThread().interrupt();
        assertThatThrownBy(pool::borrow).isInstanceOf(InterruptedException.class);
        assertThat(pool.stats().waiting()).isZero();
        first.close();
        askOnce(pool, "free again");
    }

    @Test
    void whoCancelsGivesItBack() throws Exception {
        ConnectionPool pool = start(builder().connectionsMax(1));
        LeasedConnection first = pool.borrow();
        CompletableFuture<LeasedConnection> later = pool.borrowLater();
        Eventually.until("it waits", () -> pool.stats().waiting() == 1);
        later.cancel(true);
        first.close();
        Eventually.until(() -> "it is back: " + pool.stats(), () -> pool.stats().idle() == 1);
        askOnce(pool, "free again");
    }

    @Test
    void whatIsBrokenIsNotLentAgain() throws Exception {
        ConnectionPool pool = start(builder());
        try (LeasedConnection connection = pool.borrow()) {
            connection.timeout(SOON);
            connection.writeLine("silence");
            assertThatThrownBy(connection::readLine).isInstanceOf(DeadlineException.class);
        }
        assertThat(pool.stats().open()).as("its answer may come later").isZero();
        try (LeasedConnection connection = pool.borrow()) {
            assertThat(ask(connection, "end")).isEqualTo("null");
        }
        assertThat(pool.stats().open()).isZero();
        try (LeasedConnection connection = pool.borrow()) {
            connection.discard();
        }
        assertThat(pool.stats().open()).isZero();
        askOnce(pool, "good");
        assertThat(pool.stats().idle()).isEqualTo(1);
    }

    @Test
    void anAnswerThatNobodyReadIsNotTheNextOnes() throws Exception {
        ConnectionPool pool = start(builder());
        try (LeasedConnection connection = pool.borrow()) {
            assertThat(ask(connection, "twice")).isEqualTo("once");
        }
        askOnce(pool, "mine");
    }

    @Test
    void whatTheServerHasEndedIsNotLent() throws Exception {
        Server server = serve();
        ConnectionPool pool = start(ConnectionPool.to(server.endpoint()));
        askOnce(pool, "before");
        server.close();
        rig.keep(
                Server.at(server.endpoint())
                        .codec(Codec.lines())
                        .observer(rig.recorder)
                        .serve((peer, line) -> answer(peer, line.text())));
        askOnce(pool, "after");
        assertThat(pool.stats().open()).isEqualTo(1);
    }

    @Test
    void nobodyListens() throws Exception {
        Server server = serve();
        server.close();
        ConnectionPool pool = start(ConnectionPool.to(server.endpoint()).connectionsMax(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(pool::borrow).isInstanceOf(NetException.class);
        }
        assertThat(pool.stats()).isEqualTo(new PoolStats(0, 0, 0, 0));
    }

    @Test
    void eachNewOneIsOpenedAndEachIdleOneIsAsked() throws Exception {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        ConnectionPool pool =
                start(
                        builder()
                                .opening(connection -> {
                                    connection.writeLine("login");
                                    said.add(String.valueOf(connection.readLine()));
                                })
                                .checkAfter(
                                        Duration.ZERO,
                                        connection -> {
                                            connection.writeLine("alive?");
                                            said.add(String.valueOf(connection.readLine()));
                                            if (said.size() == 3)
                                                throw new IOException("it is not");
                                        }));
        askOnce(pool, "a");
        askOnce(pool, "b");
        assertThat(said).containsExactly("login", "alive?");
        askOnce(pool, "c");
        assertThat(said).containsExactly("login", "alive?", "alive?", "login");
        assertThat(questions).hasValue(7);
    }

    @Test
    void aCheckThatThrowsCostsNoPlace() throws Exception {
        ConnectionPool pool =
                start(
                        builder()
                                .connectionsMax(1)
                                .checkAfter(
                                        Duration.ZERO,
                                        _ -> {
                                            throw new IllegalStateException("a bug");
                                        }));
        for (int i = 0; i < 3; i++) {
            askOnce(pool, "new");
            assertThatThrownBy(pool::borrow).hasMessage("a bug");
            assertThat(pool.stats().open()).isZero();
        }
    }

    @Test
    void whatIsIdleOrOldIsClosedAndSomeAreKept() throws Exception {
        ConnectionPool pool = start(builder().idleTimeout(SOON).connectionsMin(1));
        Eventually.until(() -> "one is there: " + pool.stats(), () -> pool.stats().idle() == 1);
        try (LeasedConnection first = pool.borrow();
                LeasedConnection second = pool.borrow()) {
            assertThat(ask(first, "a") + ask(second, "b")).isEqualTo("ab");
            assertThat(pool.stats().open()).isEqualTo(2);
        }
        Eventually.until(() -> "one is kept: " + pool.stats(), () -> pool.stats().open() == 1);
        ConnectionPool other = start(builder().lifetime(SOON));
        askOnce(other, "a");
        Eventually.until(() -> "it was old: " + other.stats(), () -> other.stats().open() == 0);
    }

    @Test
    void aLeakIsNamedByItsBorrower() throws Exception {
        BlockingQueue<Throwable> leaks = new LinkedBlockingQueue<>();
        ConnectionPool pool = start(builder().leakAfter(SOON, leaks::add));
        LeasedConnection forgotten = pool.borrow();
        Throwable leak = leaks.poll(60, TimeUnit.SECONDS);
        assertThat(leak).isNotNull().hasMessageContaining("lent for longer than 20 ms");
        assertThat(leak.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("aLeakIsNamedByItsBorrower"));
        assertThat(ask(forgotten, "still mine")).isEqualTo("still mine");
        forgotten.close();
        assertThat(leaks).as("told once").isEmpty();
    }

    @Test
    void whatWasGivenBackIsNobodys() throws Exception {
        ConnectionPool pool = start(builder());
        LeasedConnection connection = pool.borrow();
        connection.close();
        connection.close();
        assertThat(pool.stats()).isEqualTo(new PoolStats(1, 1, 0, 0));
        assertThatThrownBy(() -> connection.writeLine("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was given back to its pool");
    }

    @Test
    void aCloseEndsAll() throws Exception {
        ConnectionPool pool = start(builder().connectionsMax(2));
        LeasedConnection lent = pool.borrow();
        askOnce(pool, "idle later");
        LeasedConnection other = pool.borrow();
        CompletableFuture<LeasedConnection> waits = pool.borrowLater();
        Eventually.until("one waits", () -> pool.stats().waiting() == 1);
        other.discard();
        pool.close();
        assertThat(waits.handle((_, failure) -> failure).get())
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("the pool is closed");
        assertThatThrownBy(() -> ask(lent, "late")).isInstanceOf(IOException.class);
        lent.close();
        other.close();
        assertThat(catchThrowableOfType(PoolException.class, pool::borrow))
                .hasMessageContaining("the pool is closed");
    }

    @Test
    void aCloseWhileOneIsMadeClosesThatToo() throws Exception {
        Server server = serve();
        CompletableFuture<ConnectionPool> self = new CompletableFuture<>();
        PoolBuilder builder =
                ConnectionPool.to(server.endpoint()).opening(_ -> self.join().close());
        ConnectionPool pool = start(builder);
        self.complete(pool);
        assertThatThrownBy(pool::borrow)
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("the pool is closed");
        Eventually.until("it is closed", () -> server.stats().open() == 0);
        CompletableFuture<ConnectionPool> other = new CompletableFuture<>();
        builder.connectionsMin(1).opening(_ -> other.join().close());
        other.complete(start(builder));
        Eventually.until(
                "a second one came and went",
                () -> {
                    return server.stats().opened() == 2 && server.stats().open() == 0;
                });
    }
}
