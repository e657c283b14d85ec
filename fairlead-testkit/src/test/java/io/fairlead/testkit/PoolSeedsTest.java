package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.pool.ConnectionPool;
import io.fairlead.client.pool.LeasedConnection;
import io.fairlead.client.pool.PoolStats;
import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.Connection;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A pool between borrowers and a server that ends connections, or says a word that nobody has asked
 * for: never more than the maximum, nobody gets a broken one, and nobody who waits is forgotten.
 */
class PoolSeedsTest {
    private static final String SERVER = "tcp://server:7";
    private static final Codec CODEC = Codec.lengthPrefixed(2);
    private static final int SEEDS = Effort.SEEDS / 3;
    private static final int CONNECTIONS_MAX = 2;
    private static final int BORROWERS = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** What is sent arrives within a second, and who looks at once whether it has, sees it. */
    private static final SimulatedFaults FAITHFUL =
            SimulatedFaults.usual()
                    .without(SimulatedFault.RESET)
                    .without(SimulatedFault.HALF_CLOSE)
                    .without(SimulatedFault.HALF_OPEN)
                    .without(SimulatedFault.STALL)
                    .without(SimulatedFault.REFUSE)
                    .without(SimulatedFault.ACCEPT_FAILS)
                    .without(SimulatedFault.NO_MEMORY)
                    .without(SimulatedFault.WOULD_BLOCK)
                    .without(SimulatedFault.PAUSE);

    /** The pool, its server and its borrowers in one network. */
    private static final class World {
        private final SimulatedNetwork net;
        private final ConnectionPool pool;
        private final Map<SocketAddress, Duration> spoiltAt =
                new HashMap<>(); // by the client's end
        private final List<CompletableFuture<LeasedConnection>> borrowed = new ArrayList<>();
        private final int kept;
        private final boolean faithful;
        private int lent;
        private int answered;
        private int failed;
        private @Nullable AssertionError broken;

        World(SimulatedNetwork net, boolean faithful) {
            this.net = net;
            this.faithful = faithful;
            net.converse(SERVER, this::answer);
            Duration idle = Duration.ofMillis(1 + net.random().nextInt(20_000));
            kept = net.random().nextInt(CONNECTIONS_MAX + 1);
            pool =
                    ConnectionPool.to(SERVER)
                            .on(net.threads("app"))
                            .connectionsMax(CONNECTIONS_MAX)
                            .connectionsMin(kept)
                            .timeout(TIMEOUT)
                            .idleTimeout(idle)
                            .start();
        }

        // ---- the server ----

        private void answer(Connection connection) throws IOException {
            int answers = net.random().nextInt(4) == 0 ? net.random().nextInt(5) : 1000;
            for (Frame frame; answers > 0 && (frame = connection.readFrame(CODEC)) != null; ) {
                if (net.random().nextInt(8) == 0) connection.sleep(randomTime(2_000));
                connection.writeFrame(CODEC, Frame.of("re " + frame.text()));
                answers--;
            }
            if (net.random().nextInt(2) == 0) connection.sleep(randomTime(2_000));
            spoiltAt.put(connection.remoteAddress(), net.elapsed());
            if (net.random().nextInt(2) == 0) return;
            connection.writeFrame(CODEC, Frame.of("by the way"));
            for (Frame rest; (rest = connection.readFrame(CODEC)) != null; ) rest.size();
        }

        private Duration randomTime(int mostMs) {
            return Duration.ofMillis(net.random().nextInt(mostMs));
        }

        // ---- who borrows ----

        void borrow(int number) {
            CompletableFuture<LeasedConnection> lease = pool.borrowLater();
            borrowed.add(lease);
            CompletableFuture<Void> _ = lease.thenAccept(got -> guarded(() -> use(number, got)));
        }

        private void guarded(Runnable use) {
            try {
                use.run();
            } catch (AssertionError | RuntimeException e) { // of a thread that nobody looks at
                if (broken == null) broken = new AssertionError(e);
            }
        }

        private void use(int number, LeasedConnection lease) {
            Duration since = net.elapsed();
            SocketAddress at = lease.localAddress();
            lent++;
            checkCounts();
            try (lease) {
                ask(number, lease);
                answered++;
            } catch (IOException e) {
                failed++;
                checkWasGood(at, since);
            } finally {
                lent--;
            }
        }

        private void ask(int number, LeasedConnection lease) throws IOException {
            for (int i = net.random().nextInt(3); i >= 0; i--) {
                lease.timeout(TIMEOUT);
                lease.writeFrame(CODEC, Frame.of(number + "." + i));
                if (net.random().nextInt(4) == 0) lease.sleep(randomTime(1_000));
                Frame answer = lease.readFrame(CODEC);
                if (answer == null || answer.text().equals("by the way")) {
                    lease.discard();
                    throw new IOException("the server has ended it meanwhile");
                }
                assertThat(answer.text()).isEqualTo("re " + number + "." + i);
            }
        }

        private void checkCounts() {
            PoolStats stats = pool.stats();
            assertThat(lent).isBetween(1, CONNECTIONS_MAX);
            assertThat(stats.open()).isBetween(lent, CONNECTIONS_MAX);
        }

        /** The pool could not know of what had not arrived when it was lent. */
        private void checkWasGood(SocketAddress at, Duration since) {
            Duration spoilt = spoiltAt.get(at);
            if (spoilt == null || !faithful) return;
            assertThat(since)
                    .as("when a connection was lent that the server had spoilt at %s", spoilt)
                    .isLessThan(spoilt.plusSeconds(1));
        }

        // ---- laws ----

        void live() {
            borrowAll();
            net.run(Duration.ofMinutes(2)); // each has an answer, or an exception, long before
            assertThat(borrowed).allMatch(CompletableFuture::isDone);
            checkGivenBack();
        }

        void borrowAll() {
            for (int i = 0; i < BORROWERS; i++) {
                borrow(i);
                if (net.random().nextInt(3) == 0) net.run(randomTime(5_000));
            }
        }

        void checkGivenBack() {
            if (broken != null) throw broken;
            assertThat(pool.stats().lent() + pool.stats().waiting() + lent).isZero();
            assertThat(pool.stats().open()).isBetween(0, CONNECTIONS_MAX);
        }

        void checkLast() {
            net.faults(SimulatedFaults.none());
            net.run(Duration.ofMinutes(2));
            borrow(BORROWERS);
            net.run(Duration.ofMinutes(1));
            checkGivenBack();
            CompletableFuture<LeasedConnection> last = borrowed.getLast();
            assertThat(last.isDone() && !last.isCompletedExceptionally()).isTrue();
            net.run(Duration.ofMinutes(5));
            assertThat(pool.stats().open()).as("as many as are kept").isEqualTo(kept);
            checkClosed();
        }

        /** Closed, in the midst of it perhaps: all that it has ends. */
        void checkClosed() {
            pool.close();
            net.run(Duration.ofHours(1)); // the other end of a half-open one idles first
            assertThat(pool.stats()).isEqualTo(new PoolStats(0, 0, 0, 0));
            assertThat(net.openConnections()).isZero();
            assertThat(borrowed).allMatch(CompletableFuture::isDone);
        }
    }

    /** Borrows from a new pool. */
    static void borrow(SimulatedNetwork net) {
        new World(net, false).borrowAll();
    }

    @Test
    void underAllFaults() {
        int[] answered = {0};
        SimulatedTest law =
                net -> {
                    World world = new World(net, false);
                    world.live();
                    world.checkLast();
                    answered[0] += world.answered;
                };
        SeedRuns.of(SEEDS).check(law);
        assertThat(answered[0]).isGreaterThan(SEEDS * BORROWERS / 2);
    }

    @Test
    void inANetworkThatLosesNothingEachGetsAConnection() {
        int[] failed = {0};
        SimulatedTest law =
                net -> {
                    World world = new World(net, true);
                    world.live();
                    assertThat(world.borrowed)
                            .noneMatch(CompletableFuture::isCompletedExceptionally);
                    world.checkLast();
                    failed[0] += world.failed;
                };
        SeedRuns.of(SEEDS).faults(FAITHFUL).check(law);
        assertThat(failed[0]).isBetween(1, SEEDS * BORROWERS / 10); // the server ends some
    }

    @Test
    void whoeverClosesItInTheMidstEndsAll() {
        SimulatedTest law =
                net -> {
                    World world = new World(net, false);
                    world.borrowAll();
                    world.checkClosed();
                };
        SeedRuns.of(SEEDS).check(law);
    }

    @Test
    void itIsForThreadsThatMayWait() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            assertThatThrownBy(() -> ConnectionPool.to(SERVER).on(net.loops("app")))
                    .hasMessageContaining("event loops may not");
            assertThatThrownBy(() -> ConnectionPool.to("tls://server:7").on(net.threads("app")))
                    .hasMessageContaining("has no TLS");
        }
    }
}
