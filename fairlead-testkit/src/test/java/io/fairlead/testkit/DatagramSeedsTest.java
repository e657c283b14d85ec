package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An echo of datagrams: nothing comes that was not asked for, and what is lost is accounted for.
 */
class DatagramSeedsTest {
    private static final String SERVER = "udp://server:7";
    private static final int SEEDS = Effort.SEEDS / 2;
    private static final int MESSAGES = 20;

    /** A network that brings each datagram, once. */
    private static final SimulatedFaults FAITHFUL =
            SimulatedFaults.usual()
                    .without(SimulatedFault.DROP)
                    .without(SimulatedFault.DUPLICATE)
                    .without(SimulatedFault.WOULD_BLOCK);

    private static final Limits LIMITS =
            Limits.builder().datagramPeerTimeout(Duration.ofMinutes(10)).build();

    /** Answers, sometimes later, and knows which sources are open. */
    private static final class Echo implements Service {
        private static final long serialVersionUID = 1;

        final transient Set<Peer> open = new HashSet<>();
        final transient List<String> seen = new ArrayList<>();

        @Override
        public void onOpen(Peer peer) {
            assertThat(open.add(peer)).as("opened once").isTrue();
        }

        @Override
        public void onFrame(Peer peer, Frame frame) {
            assertThat(open).contains(peer);
            String text = frame.text();
            seen.add(text);
            if (text.endsWith("7")) {
                peer.after(Duration.ofMillis(300), () -> peer.send(text));
            } else {
                peer.send(frame);
            }
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            assertThat(open.remove(peer)).as("closed once").isTrue();
        }
    }

    static SimulatedClient talk(SimulatedNetwork net, String host, String name) {
        SimulatedClient client = net.connect(host, SERVER, Codec.raw());
        for (int i = 0; i < MESSAGES; i++) {
            client.send(name + ' ' + i);
            if (net.random().nextInt(4) == 0) net.run(Duration.ofMillis(net.random().nextInt(400)));
        }
        return client;
    }

    private static long count(List<String> texts, String text) {
        return texts.stream().filter(text::equals).count();
    }

    /** Nobody gets what it has not asked for, or an answer more often than its datagram came. */
    private static void checkAnswers(SimulatedClient client, Echo echo, boolean doubles) {
        assertThat(client.sent()).containsAll(client.texts());
        for (String text : new HashSet<>(client.texts())) {
            long most = doubles ? 2 * count(echo.seen, text) : 1;
            assertThat(count(client.texts(), text)).as(text).isBetween(1L, most);
        }
    }

    private static void checkEnd(SimulatedNetwork net, Server server, Echo echo) {
        net.run(Duration.ofMinutes(30)); // a source is forgotten
        assertThat(echo.open).isEmpty();
        assertThat(server.connections()).isEmpty();
        assertThat(net.openConnections() + net.bufferBytes()).isZero();
    }

    private static void live(SimulatedNetwork net, boolean faithful) {
        net.limits(LIMITS);
        Echo echo = new Echo();
        Server server = net.serve(SERVER, Codec.raw(), echo);
        List<SimulatedClient> clients =
                List.of(talk(net, "a", "x"), talk(net, "b", "y"), talk(net, "a", "z"));
        net.run(Duration.ofMinutes(5)); // a host may stop, a line may be closed
        for (SimulatedClient client : clients) {
            checkAnswers(client, echo, !faithful);
            if (faithful) assertThat(client.texts()).containsAll(client.sent());
            client.close();
        }
        checkEnd(net, server, echo);
    }

    @Test
    void underAllFaults() {
        SeedRuns.of(SEEDS).check(net -> live(net, false));
    }

    @Test
    void whatIsNotDroppedComes() {
        SeedRuns.of(SEEDS).faults(FAITHFUL).check(net -> live(net, true));
    }

    @Test
    void whoseDatagramsAreNotTouchedGetsAllAnswersInOrder() {
        int[] untouched = {0};
        SimulatedTest law =
                net -> {
                    net.limits(LIMITS);
                    net.serve(SERVER, Codec.raw(), (peer, frame) -> peer.send(frame));
                    SimulatedClient client = net.connect("a", SERVER, Codec.raw());
                    for (int i = 0; i < 5; i++) {
                        client.send("a " + i);
                        net.run(Duration.ofSeconds(1));
                    }
                    net.run(Duration.ofMinutes(5));
                    if (client.isCut()) return;
                    untouched[0]++;
                    client.assertReceived(client.sent());
                };
        SeedRuns.of(SEEDS).check(law);
        assertThat(untouched[0]).isBetween(SEEDS / 4, SEEDS - 1);
    }

    @Test
    void aPortThatNobodyHasIsTold() {
        SimulatedTest law =
                net -> {
                    net.loops("server"); // there is such a host
                    SimulatedClient client = net.connect("a", SERVER, Codec.raw());
                    client.send("is anybody there?");
                    net.run(Duration.ofMinutes(1));
                    if (!client.isCut()) {
                        assertThat(client.closeReason()).isEqualTo(CloseReason.REFUSED);
                    }
                };
        SeedRuns.of(SEEDS / 3).check(law);
    }

    /** What is too much for the socket of a host that has stopped is lost, and told. */
    @Test
    void whatTheKernelDropsIsCounted() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1).socketBytesMax(1000)) {
            Echo echo = new Echo();
            Server server = net.serve(SERVER, Codec.raw(), echo);
            SimulatedClient client = net.connect("a", SERVER, Codec.raw());
            net.run(Duration.ofSeconds(1));
            net.faults(SimulatedFaults.none().with(SimulatedFault.PAUSE, 1));
            for (int i = 0; i < 10; i++) client.send("x".repeat(300));
            net.run(Duration.ofMillis(1));
            net.faults(SimulatedFaults.none());
            net.run(Duration.ofMinutes(1));
            assertThat(echo.seen).hasSize(3);
            assertThat(server.stats().datagramsDroppedByKernel()).isEqualTo(7);
            assertThat(client.isCut()).isTrue();
        }
    }

    @Test
    void thePortIsOnesOwn() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            Service echo = (peer, frame) -> peer.send(frame);
            Server first = net.serve(SERVER, Codec.raw(), echo);
            assertThatThrownBy(() -> net.serve(SERVER, Codec.raw(), echo))
                    .hasMessageContaining("in use");
            first.close();
            net.serve(SERVER, Codec.raw(), echo);
            net.serve("tcp://server:7", Codec.raw(), echo); // another port of the same number
        }
    }
}
