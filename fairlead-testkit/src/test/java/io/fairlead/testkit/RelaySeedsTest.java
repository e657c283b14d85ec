package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.net.NetException;
import io.fairlead.services.relay.Relay;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A relay between clients and an echo: what goes through it is not lost, doubled or reordered. */
class RelaySeedsTest {
    private static final Codec CODEC = Codec.lengthPrefixed(4);

    /** A relay on the host of {@code endpoint}. */
    static Relay relay(SimulatedNetwork net, String endpoint, String target) {
        try {
            String host = endpoint.substring("tcp://".length(), endpoint.lastIndexOf(':'));
            return Relay.at(endpoint).to(target).on(net.loops(host)).start();
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatComesBackIsTheBeginningOfWhatWasSent() {
        int whole = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) {
            try (SimulatedNetwork net =
                    SimulatedNetwork.of(seed)
                            .faults(SimulatedFaults.usual())
                            .socketBytesMax(4096)) {
                whole += talk(net) ? 1 : 0;
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(whole).isBetween(Effort.SEEDS / 4, Effort.SEEDS - 1);
    }

    private static boolean talk(SimulatedNetwork net) {
        net.serve("tcp://target:7", CODEC, (peer, frame) -> peer.send(frame));
        Relay relay = relay(net, "tcp://relay:7", "tcp://target:7");
        RandomGenerator random = net.random();
        List<String> sent = new ArrayList<>();
        SimulatedClient client = net.connect("tcp://relay:7", CODEC);
        for (int i = 0; i < 10; i++) {
            sent.add(i + "x".repeat(random.nextInt(random.nextInt(3) == 0 ? 9000 : 50)));
            client.send(sent.getLast());
        }
        client.shutdownOutput();
        net.run(Duration.ofHours(30));
        List<String> got = client.texts();
        assertThat(got).isEqualTo(sent.subList(0, got.size()));
        assertThat(net.openConnections()).isZero();
        assertThat(net.bufferBytes() + relay.stats().bufferBytes()).isZero();
        assertThat(net.ends()).noneMatch(end -> end.serviceFailed());
        relay.close();
        return got.size() == sent.size();
    }
}
