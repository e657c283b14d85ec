package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Handler;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handlers on both ends: what comes back is the beginning of what was sent. */
class HandlerSeedsTest {
    private static final Codec CODEC = Codec.lengthPrefixed(2);
    private static final int MESSAGES = 20;

    static final Handler ECHO =
            connection -> {
                for (Frame frame; (frame = connection.readFrame(CODEC)) != null; ) {
                    connection.writeFrame(CODEC, frame);
                }
            };

    /** Writes in one thread and reads in another one. */
    static SimulatedConversation talk(SimulatedNetwork net, String endpoint, List<String> got) {
        return net.connect(
                "client",
                endpoint,
                connection -> {
                    Thread.startVirtualThread(() -> write(connection));
                    for (Frame frame; (frame = connection.readFrame(CODEC)) != null; ) {
                        got.add(frame.text());
                    }
                });
    }

    private static void write(Connection connection) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                connection.writeFrame(CODEC, Frame.of("message " + i));
            }
            connection.shutdownOutput();
        } catch (IOException e) {
            connection.abort(e.toString());
        }
    }

    @Test
    void anEcho() {
        int whole = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) {
            SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual());
            try {
                net.converse("tcp://server:7", ECHO);
                List<String> got = new ArrayList<>();
                SimulatedConversation talk = talk(net, "tcp://server:7", got);
                net.run(Duration.ofHours(1));
                for (int i = 0; i < got.size(); i++)
                    assertThat(got.get(i)).isEqualTo("message " + i);
                if (!talk.isCut()) {
                    assertThat(got).hasSize(MESSAGES);
                    assertThat(net.ends()).extracting("reason").doesNotContain(CloseReason.RESET);
                }
                if (got.size() == MESSAGES) whole++;
                net.assertNothingLeft();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(whole).isBetween(Effort.SEEDS / 2, Effort.SEEDS - 1);
    }
}
