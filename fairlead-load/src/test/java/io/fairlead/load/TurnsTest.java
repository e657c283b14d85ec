package io.fairlead.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.load.Load.Answer;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every connection has its turn: to send, and to be answered before anything counts. */
class TurnsTest {
    private static final int MESSAGE_BYTES = 64;

    @Test
    void aServerThatReadsFasterThanIsSentHasAllConnectionsServed() throws Exception {
        Map<InputStream, Boolean> got = new ConcurrentHashMap<>();
        try (StrangeServer sink =
                new StrangeServer((in, out) -> {
                    byte[] bytes = new byte[1 << 20];
                    while (in.read(bytes) > 0) got.put(in, true);
                })) {
            LoadBuilder load = Loads.brief(sink.endpoint()).answer(Answer.NONE).connections(3);
            assertThat(Loads.run(load).errors()).isZero();
        }
        assertThat(got).hasSize(3);
    }

    @Test
    void theWarmUpWaitsUntilEachConnectionIsAnswered() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch firstIsBusy = new CountDownLatch(1);
        try (StrangeServer server =
                new StrangeServer((in, out) -> {
                    if (connections.getAndIncrement() == 0) echo(in, out, firstIsBusy);
                    firstIsBusy.await();
                    echo(in, out, firstIsBusy);
                })) {
            LoadBuilder load =
                    Loads.brief(server.endpoint())
                            .connections(2)
                            .settle(Duration.ofSeconds(30))
                            .duration(Duration.ofMillis(100));
            LoadReport report = Loads.run(load);
            assertThat(report.errors()).isZero();
            assertThat(report.lengthNs()).isEqualTo(Duration.ofMillis(100).toNanos());
            assertThat(firstIsBusy.getCount()).isZero();
        }
    }

    /** Echoes; after many messages, says so. */
    private static void echo(InputStream in, OutputStream out, CountDownLatch busy)
            throws Exception {
        for (int messages = 0; ; messages++) {
            byte[] message = in.readNBytes(MESSAGE_BYTES);
            if (message.length == 0) return;
            out.write(message);
            if (messages == 20_000) busy.countDown();
        }
    }
}
