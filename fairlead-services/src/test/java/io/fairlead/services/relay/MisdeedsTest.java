package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static io.fairlead.services.relay.Ends.isAtEnd;
import static io.fairlead.services.relay.Ends.receive;
import static io.fairlead.services.relay.Ends.reset;
import static io.fairlead.services.relay.Ends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.server.Model;
import io.fairlead.services.relay.Faults.After;
import io.fairlead.services.relay.Faults.Rates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay stalls, half-closes and corrupts where it was told to, and can be told while it runs. */
@ParameterizedClass
@EnumSource(names = {"SELECTOR", "EPOLL", "IO_URING"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisdeedsTest {
    private static final int SENT = 5000;
    private static final int HALF = 1000;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Model model;
    private final Ends ends = new Ends();
    private final byte[] bytes = new byte[SENT];

    MisdeedsTest(Model model) {
        this.model = model;
        new Random(8).nextBytes(bytes);
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private record Pair(Relay relay, SocketChannel client, SocketChannel target) {}

    private Pair pair(Faults faults) throws IOException {
        ServerSocketChannel listener = ends.listenTcp();
        RelayBuilder builder = Relay.at("tcp://127.0.0.1:0").model(model).to(endpoint(listener));
        Relay relay = ends.start(builder.faults(faults));
        SocketChannel client = ends.connect(relay);
        return new Pair(relay, client, ends.accept(listener));
    }

    @Test
    void aStallIsAtTheByteAndEndsWhenItIsTakenBack() throws Exception {
        Pair pair = pair(Faults.NONE.withStall(FOR_EVER, After.bytes(HALF)));
        send(pair.client, bytes);
        assertThat(receive(pair.target, HALF)).isEqualTo(Arrays.copyOf(bytes, HALF));
        assertThat(ends.recorded.misdeeds.take()).startsWith("#1 stalled").contains("1000 bytes");
        send(pair.target, bytes);
        pair.target.configureBlocking(false);
        assertThat(pair.target.read(ByteBuffer.allocate(1))).isZero();
        pair.target.configureBlocking(true);
        pair.relay.faults(Faults.NONE);
        assertThat(receive(pair.target, SENT - HALF))
                .isEqualTo(Arrays.copyOfRange(bytes, HALF, SENT));
        assertThat(receive(pair.client, SENT)).isEqualTo(bytes);
    }

    @Test
    void aStallLastsItsTimeInBothDirections() throws Exception {
        Pair pair = pair(Faults.NONE.withStall(Duration.ofMillis(150), After.bytes(HALF)));
        long begunNs = System.nanoTime();
        send(pair.client, bytes);
        assertThat(receive(pair.target, HALF)).hasSize(HALF);
        send(pair.target, new byte[1]);
        assertThat(receive(pair.client, 1)).hasSize(1);
        assertThat(System.nanoTime() - begunNs).isGreaterThanOrEqualTo(150_000_000L);
        assertThat(receive(pair.target, SENT - HALF)).hasSize(SENT - HALF);
        assertThat(System.nanoTime() - begunNs).isLessThan(FOR_EVER.toNanos());
        reset(pair.client);
        assertThat(ends.recorded.awaitEnd().detail()).contains("stalled on request: for 150 ms");
    }

    @Test
    void aStallMayBeginAfterATime() throws Exception {
        Pair pair = pair(Faults.NONE.withStall(FOR_EVER, After.time(Duration.ofMillis(1))));
        assertThat(ends.recorded.misdeeds.take()).contains("its time was over");
        send(pair.client, bytes);
        pair.relay.faults(Faults.NONE);
        assertThat(receive(pair.target, SENT)).isEqualTo(bytes);
    }

    @Test
    void theTargetReadsAnEndAndStillAnswers() throws Exception {
        Pair pair = pair(Faults.NONE.withHalfClose(After.bytes(HALF)));
        send(pair.target, bytes); // does not count
        assertThat(receive(pair.client, SENT)).isEqualTo(bytes);
        send(pair.client, bytes);
        assertThat(receive(pair.target, HALF)).isEqualTo(Arrays.copyOf(bytes, HALF));
        assertThat(isAtEnd(pair.target)).isTrue();
        assertThat(ends.recorded.misdeeds.take()).contains("half-closed", "1000 bytes");
        send(pair.client, bytes); // is lost
        send(pair.target, bytes);
        assertThat(receive(pair.client, SENT)).isEqualTo(bytes);
        pair.target.close();
        assertThat(isAtEnd(pair.client)).isTrue();
        pair.client.close();
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.detail()).contains("half-closed on request: after 1000 bytes");
        assertThat(report.bytesToTarget()).isEqualTo(2 * SENT);
    }

    @Test
    void aHalfCloseAfterATimeSendsWhatWasBeforeIt() throws Exception {
        Pair pair = pair(Faults.NONE.withHalfClose(After.time(Duration.ofMillis(1))));
        assertThat(isAtEnd(pair.target)).isTrue();
        pair.client.shutdownOutput();
        send(pair.target, bytes);
        pair.target.shutdownOutput();
        assertThat(receive(pair.client, SENT)).isEqualTo(bytes);
        assertThat(isAtEnd(pair.client)).isTrue();
        assertThat(ends.recorded.awaitEnd().detail()).contains("half-closed on request");
    }

    @Test
    void theSameSeedCorruptsTheSameBitsHoweverTheyArrive() throws Exception {
        Faults faults = Faults.NONE.withSeed(3).withCorrupt(0.01);
        Pair pair = pair(faults);
        for (byte one : bytes) send(pair.client, new byte[] {one});
        byte[] first = receive(pair.target, SENT);
        reset(pair.client);
        long corrupted = assertCorrupted(first);
        assertThat(corrupted).isBetween(20L, 100L); // 50 are likely
        assertThat(ends.recorded.awaitEnd().detail()).contains(corrupted + " bytes");

        Pair again = pair(faults.withSlice(1, 100));
        send(again.client, bytes);
        assertThat(receive(again.target, SENT)).isEqualTo(first);
        send(again.target, bytes);
        assertThat(assertCorrupted(receive(again.client, SENT))).isPositive();
    }

    /** Returns how many bytes are not as they were sent, each by one bit. */
    private long assertCorrupted(byte[] got) {
        long corrupted = 0;
        for (int i = 0; i < SENT; i++) {
            int bits = Integer.bitCount((got[i] ^ bytes[i]) & 0xff);
            assertThat(bits).isLessThanOrEqualTo(1);
            corrupted += bits;
        }
        return corrupted;
    }

    @Test
    void allBytesOrNoneAreCorrupted() throws Exception {
        Pair all = pair(Faults.NONE.withCorrupt(1));
        send(all.client, bytes);
        assertThat(assertCorrupted(receive(all.target, SENT))).isEqualTo(SENT);
        all.relay.faults(Faults.NONE.withCorrupt(0));
        send(all.client, bytes);
        assertThat(receive(all.target, SENT)).isEqualTo(bytes);
    }

    /** Bulk may pass without being seen, until something is to be done to it. */
    @Test
    void faultsBeginAndEndInTheMiddleOfBulk() throws Exception {
        byte[] bulk = new byte[16 * 1024 * 1024];
        new Random(9).nextBytes(bulk);
        int part = bulk.length / 4;
        Pair pair = pair(Faults.NONE.withSeed(5));
        Future<Boolean> sending =
                ends.beside(() -> {
                    send(pair.client, bulk);
                    return true;
                });
        byte[] got = new byte[bulk.length];
        for (int i = 0; i < 4; i++) {
            System.arraycopy(receive(pair.target, part), 0, got, i * part, part);
            Faults late = Faults.NONE.withLatency(Duration.ofMillis(1 + i), Duration.ZERO);
            pair.relay.faults(i % 2 == 0 ? late : Faults.NONE);
        }
        assertThat(Arrays.mismatch(got, bulk)).isEqualTo(-1);
        assertThat(sending.get()).isTrue();
        pair.relay.faults(Faults.NONE.withCorrupt(1));
        Future<Boolean> more =
                ends.beside(() -> {
                    send(pair.client, bulk);
                    return true;
                });
        byte[] corrupt = receive(pair.target, bulk.length);
        assertThat(more.get()).isTrue();
        for (int i = 0; i < bulk.length; i += SENT) assertThat(corrupt[i]).isNotEqualTo(bulk[i]);
    }

    @Test
    void eachDirectionHasItsRate() throws Exception {
        Pair up = pair(Faults.NONE.withRates(new Rates(1, 0)));
        send(up.target, bytes); // at 1 byte a second this would take more than an hour
        assertThat(receive(up.client, SENT)).isEqualTo(bytes);
        Pair down = pair(Faults.NONE.withRates(new Rates(0, 10_000)));
        send(down.client, bytes);
        assertThat(receive(down.target, SENT)).isEqualTo(bytes);
        long begunNs = System.nanoTime();
        send(down.target, bytes);
        assertThat(receive(down.client, SENT)).isEqualTo(bytes);
        assertThat(System.nanoTime() - begunNs).isGreaterThan(400_000_000L);
    }

    @Test
    void openConnectionsFollowAChangeAndCountFromIt() throws Exception {
        Pair pair = pair(Faults.NONE.withReset(After.bytes(SENT + 1)));
        send(pair.client, bytes);
        assertThat(receive(pair.target, SENT)).isEqualTo(bytes);
        Faults cut = Faults.NONE.withCut(After.bytes(HALF));
        pair.relay.faults(cut);
        assertThat(pair.relay.faults()).isEqualTo(cut);
        send(pair.client, bytes);
        assertThat(receive(pair.target, HALF)).hasSize(HALF);
        assertThat(isAtEnd(pair.target)).isTrue();
        reset(pair.target);
        reset(pair.client);
        assertThat(ends.recorded.awaitEnd().detail()).contains("cut on request: after 1000 bytes");
    }

    @Test
    void aTimeThatIsTakenBackDoesNotCome() throws Exception {
        long begunNs = System.nanoTime();
        Pair pair = pair(Faults.NONE.withReset(After.time(Duration.ofSeconds(1))));
        pair.relay.faults(Faults.NONE.withCut(After.time(Duration.ofMillis(1100))));
        assumeTrue(System.nanoTime() - begunNs < 900_000_000L, "the machine paused");
        assertThat(isAtEnd(pair.client)).isTrue();
        assertThat(isAtEnd(pair.target)).isTrue();
    }

    @Test
    void aRateThatIsTakenBackHoldsNothingBack() throws Exception {
        Pair pair = pair(Faults.NONE.withRate(1));
        send(pair.client, bytes);
        assertThat(receive(pair.target, 1)).hasSize(1);
        pair.relay.faults(Faults.NONE);
        assertThat(receive(pair.target, SENT - 1)).hasSize(SENT - 1);
    }

    @Test
    void faultsMustMakeSense() {
        assertThatThrownBy(() -> Faults.NONE.withCorrupt(1.1)).hasMessageContaining("share");
        assertThatThrownBy(() -> Faults.NONE.withRates(new Rates(-1, 0)))
                .hasMessageContaining("rate");
        assertThatThrownBy(() -> Faults.NONE.withStall(FOR_EVER, After.NEVER))
                .hasMessageContaining("beginning");
    }
}
