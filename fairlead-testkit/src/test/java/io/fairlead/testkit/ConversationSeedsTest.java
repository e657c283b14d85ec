package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.service.Limits;
import io.fairlead.service.SendResult;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A handler with several threads, each of which does what it likes with the connection: what each
 * of them sends comes whole and in order, and whatever ends the connection leaves nothing behind.
 */
class ConversationSeedsTest {
    private static final Codec CODEC = Codec.lengthPrefixed(2);

    /** Ends that are nobody's doing here; half a frame is, where the stream was cut. */
    private static final Set<CloseReason> OURS =
            EnumSet.of(CloseReason.SERVICE_FAILED, CloseReason.SERVER_FAILED);

    private final int[] came = new int[2];

    @Test
    void severalThreadsOfOneHandler() {
        int pushes = 0;
        int writes = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) {
            try {
                live(SimulatedNetwork.of(seed).faults(SimulatedFaults.usual()));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            pushes += came[0];
            writes += came[1];
        }
        assertThat(pushes).isGreaterThan(Effort.SEEDS);
        assertThat(writes).isGreaterThan(Effort.SEEDS);
    }

    private void live(SimulatedNetwork net) {
        came[0] = 0;
        came[1] = 0;
        RandomGenerator random = net.random();
        net.socketBytesMax(256 << random.nextInt(8));
        net.limits(Limits.builder().queuedBytesMax(1 + random.nextInt(10_000)).build());
        net.converse("tcp://server:7", connection -> serve(connection, random));
        net.limits(Limits.DEFAULT);
        SimulatedConversation client =
                net.connect("client", "tcp://server:7", connection -> listen(connection, random));
        net.run(Duration.ofHours(1));
        assertThat(client.isOver()).isTrue();
        for (ConnectionReport end : net.ends()) {
            assertThat(end.reason()).as("%s", end).isNotIn(OURS);
        }
        net.assertNothingLeft();
    }

    /** A use of a connection that ends with it. */
    private static void beside(Connection connection, Handler use) {
        Thread.startVirtualThread(() -> {
            try {
                use.handle(connection);
            } catch (IOException e) {
                // the connection has ended
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void serve(Connection connection, RandomGenerator random) throws IOException {
        beside(connection, pushing -> push(pushing, random));
        beside(connection, writing -> write(writing, random));
        if (random.nextInt(3) == 0) beside(connection, ending -> end(ending, random));
        connection.timeout(Duration.ofSeconds(1 + random.nextInt(60)));
        while (connection.readFrame(CODEC) != null) {
            // it asks for nothing
        }
        connection.sleep(Duration.ofMillis(random.nextInt(2000)));
    }

    private static void push(Connection connection, RandomGenerator random) throws IOException {
        for (int i = 0; i < 20; ) {
            SendResult result = connection.send(CODEC, Frame.of("0 " + i));
            if (result == SendResult.CLOSED) return;
            if (result == SendResult.QUEUED) i++;
            if (random.nextInt(3) == 0) connection.sleep(Duration.ofMillis(random.nextInt(50)));
            if (result == SendResult.FULL) connection.sleep(Duration.ofMillis(100));
        }
    }

    private static void write(Connection connection, RandomGenerator random) throws IOException {
        for (int i = 0; i < 20; i++) {
            String text = "1 " + i + " ".repeat(random.nextInt(random.nextInt(4) == 0 ? 9000 : 50));
            connection.writeFrame(CODEC, Frame.of(text));
            if (random.nextInt(3) == 0) connection.flush();
            if (random.nextInt(9) == 0) connection.sleep(Duration.ofMillis(random.nextInt(50)));
        }
    }

    private static void end(Connection connection, RandomGenerator random) throws IOException {
        connection.sleep(Duration.ofMillis(random.nextInt(500)));
        switch (random.nextInt(3)) {
            case 0 -> connection.close();
            case 1 -> connection.abort("enough");
            default -> connection.shutdownOutput();
        }
    }

    private void listen(Connection connection, RandomGenerator random) throws IOException {
        connection.timeout(Duration.ofSeconds(20 + random.nextInt(60)));
        for (Frame frame; (frame = connection.readFrame(CODEC)) != null; ) {
            String[] words = frame.text().strip().split(" ", -1);
            int kind = Integer.parseInt(words[0]);
            if (Integer.parseInt(words[1]) != came[kind]) {
                throw new IllegalStateException(frame.text().strip() + " after " + came[kind]);
            }
            came[kind]++;
            if (random.nextInt(9) == 0) connection.sleep(Duration.ofMillis(random.nextInt(500)));
            if (random.nextInt(40) == 0) return;
        }
    }
}
