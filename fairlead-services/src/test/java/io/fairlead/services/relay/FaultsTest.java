package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static io.fairlead.services.relay.Ends.isAtEnd;
import static io.fairlead.services.relay.Ends.receive;
import static io.fairlead.services.relay.Ends.reset;
import static io.fairlead.services.relay.Ends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.services.relay.Faults.After;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay that misbehaves does what was asked for, and nothing else. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {
    private final Ends ends = new Ends();

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private Relay relay(ServerSocketChannel listener, Faults faults) throws IOException {
        return ends.start(Relay.at("tcp://127.0.0.1:0").to(endpoint(listener)).faults(faults));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    /** What goes there comes back, and then the end. */
    private void assertUntouched(Faults faults, int count) throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        SocketChannel client = ends.connect(relay(listener, faults));
        SocketChannel target = ends.accept(listener);
        byte[] bytes = random(count);
        Future<?> echo =
                ends.beside(() -> {
                    send(target, receive(target, count));
                    target.shutdownOutput();
                    return isAtEnd(target);
                });
        Future<?> sender =
                ends.beside(() -> {
                    send(client, bytes);
                    return client.shutdownOutput();
                });
        assertThat(receive(client, count)).isEqualTo(bytes);
        assertThat(isAtEnd(client)).isTrue();
        assertThat(echo.get()).isEqualTo(true);
        assertThat(sender.get()).isNotNull();
        RelayReport report = ends.recorded.awaitEnd();
        assertThat(report.bytesToTarget()).isEqualTo(count);
        assertThat(report.bytesToClient()).isEqualTo(count);
        assertThat(report.detail()).isNull();
    }

    @Test
    void slicesArriveInOrder() throws Exception {
        assertUntouched(Faults.NONE.withSlice(1, 16), 10_000);
    }

    @Test
    void latencyKeepsTheOrder() throws Exception {
        Duration latency = Duration.ofMillis(5);
        assertUntouched(Faults.NONE.withLatency(latency, latency), 1 << 20);
    }

    @Test
    void aRateLosesNothing() throws Exception {
        assertUntouched(Faults.NONE.withRate(8 << 20), 1 << 20);
    }

    @Test
    void nothingPassesBeforeItsLatencyAndFasterThanItsRate() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Faults faults =
                Faults.NONE.withLatency(Duration.ofMillis(50), Duration.ZERO).withRate(100_000);
        SocketChannel client = ends.connect(relay(listener, faults));
        SocketChannel target = ends.accept(listener);
        long begunNs = System.nanoTime();
        send(client, new byte[10_000]); // 100 ms, but for the last piece
        assertThat(receive(target, 10_000)).hasSize(10_000);
        assertThat(System.nanoTime() - begunNs).isGreaterThanOrEqualTo(140_000_000L);
    }

    @Test
    void aCutIsAtTheByte() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relay(listener, Faults.NONE.withCut(After.bytes(1000)));
        SocketChannel client = ends.connect(relay);
        SocketChannel target = ends.accept(listener);
        send(client, new byte[5000]);
        assertThat(receive(target, 1000)).hasSize(1000);
        assertThat(isAtEnd(target)).isTrue();
        assertThat(isAtEnd(client)).isTrue();
        target.close();
        client.close();
        assertThat(ends.recorded.awaitEnd().detail()).contains("cut on request", "1000 bytes");
    }

    @Test
    void aResetAfterATime() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay = relay(listener, Faults.NONE.withReset(After.time(Duration.ofMillis(20))));
        SocketChannel client = ends.connect(relay);
        SocketChannel target = ends.accept(listener);
        assertThatThrownBy(() -> isAtEnd(target)).hasMessageContaining("reset");
        assertThatThrownBy(() -> isAtEnd(client)).hasMessageContaining("reset");
        assertThat(ends.recorded.awaitEnd().detail()).contains("reset on request");
    }

    @Test
    void theSameSeedRefusesTheSameConnections() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Faults faults = Faults.NONE.withSeed(7).withRefuse(0.5);
        List<Boolean> first = refused(relay(listener, faults));
        assertThat(first).contains(true, false).isEqualTo(refused(relay(listener, faults)));
        assertThat(refused(relay(listener, faults.withRefuse(0)))).doesNotContain(true);
        assertThat(refused(relay(listener, faults.withRefuse(1)))).doesNotContain(false);
    }

    private List<Boolean> refused(Relay relay) throws Exception {
        List<Boolean> refused = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            SocketChannel client = ends.connect(relay);
            client.configureBlocking(false);
            while (ends.recorded.joined.poll() == null && !isLost(client)) Thread.onSpinWait();
            reset(client);
            refused.add("refused on request".equals(ends.recorded.awaitEnd().detail()));
        }
        return refused;
    }

    private static boolean isLost(SocketChannel client) {
        try {
            return client.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }
}
