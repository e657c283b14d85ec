package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An echo and one who talks to it: nothing is lost, doubled or reordered. */
class EchoSeedsTest {
    private static final Service ECHO = (peer, frame) -> peer.send(frame);
    private static final int MESSAGES = 20;

    private final List<String> sent = new ArrayList<>();

    static SimulatedClient talk(SimulatedNetwork net, List<String> sent) {
        return talk(net, "tcp://server:7", sent);
    }

    private static SimulatedClient talk(SimulatedNetwork net, String endpoint, List<String> sent) {
        net.serve(endpoint, Codec.lengthPrefixed(2), ECHO);
        SimulatedClient client = net.connect(endpoint, Codec.lengthPrefixed(2));
        for (int i = 0; i < MESSAGES; i++) {
            sent.add("message " + i);
            client.send("message " + i);
        }
        client.shutdownOutput();
        net.run(Duration.ofHours(30));
        return client;
    }

    private static void checkAllIsBack(SimulatedNetwork net) {
        assertThat(net.openConnections()).isZero();
        assertThat(net.bufferBytes()).isZero();
    }

    @Test
    void withoutFaultsEverythingComesBack() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            SimulatedClient client = talk(net, sent);
            assertThat(client.texts()).isEqualTo(sent);
            assertThat(client.isInputEnded()).isTrue();
            checkAllIsBack(net);
        }
    }

    @Test
    void withFaultsWhatComesBackIsTheBeginning() {
        int whole = 0;
        for (int seed = 0; seed < Effort.SEEDS; seed++) {
            sent.clear();
            try (SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual())) {
                net.threadPerConnection(seed % 3 == 0);
                String endpoint = seed % 4 == 0 ? "unix:/run/echo" : "tcp://server:7";
                List<String> got = talk(net, endpoint, sent).texts();
                assertThat(got).as("seed " + seed).isEqualTo(sent.subList(0, got.size()));
                checkAllIsBack(net);
                if (got.size() == MESSAGES) whole++;
            }
        }
        assertThat(whole).isBetween(Effort.SEEDS / 2, Effort.SEEDS - 1); // some are cut short
    }

    @Test
    void aUnixDomainSocketIsOfItsHost() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            net.serve("unix:/run/echo", Codec.lines(), ECHO);
            assertThatThrownBy(() -> net.serve("unix:/run/echo", Codec.lines(), ECHO))
                    .hasMessageContaining("in use");
            SimulatedClient here = net.connect("unix:/run/echo", Codec.lines());
            SimulatedClient elsewhere = net.connect("other", "unix:/run/echo", Codec.lines());
            here.send("hello");
            net.run(Duration.ofSeconds(1));
            assertThat(here.texts()).containsExactly("hello");
            assertThat(elsewhere.failure()).isNotNull();
        }
    }
}
