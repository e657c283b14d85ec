package io.fairlead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.service.PeerTimer;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFault;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a test may ask of its connection. */
class SimulatedClientTest {
    private static final String ENDPOINT = "tcp://server:7";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static SimulatedClient talk(SimulatedNetwork net, Service service) {
        net.serve(ENDPOINT, Codec.lines(), service);
        SimulatedClient client = net.connect(ENDPOINT, Codec.lines());
        client.send("hello");
        client.send("good-bye");
        return client;
    }

    @ParameterizedTest
    @CsvSource({
        "a b c, a b c, false, ''",
        "a b,   a b c, true,  ''",
        "a bc,  a bcd e, true,  ''",
        "a bc,  a bcd e, false, not expected: frame 2",
        "a bc d, a bcd d, true, not expected: frame 2",
        "a b,   a b c, false, 'lost: frame 3, \"c\", has not come'",
        "a c,   a b c, true,  'lost: frame 2, \"c\", came, in place of frame 2, \"b\",'",
        "a c b, a b c, true,  'reordered: frame 2, \"c\", came'",
        "a b b, a b c, true,  'doubled: frame 3, \"b\", came before, in place of frame 3'",
        "a b a, a b,   false, 'doubled: frame 3, \"a\", came before'",
        "a b x, a b,   false, 'not expected: frame 3, \"x\", came'",
        "a x,   a b,   true,  'not expected: frame 2, \"x\", came, in place of frame 2'",
    })
    void whatCameIsComparedWithWhatShould(String got, String expected, boolean cut, String says) {
        Received received =
                new Received(List.of(got.split(" ", -1)), List.of(expected.split(" ", -1)));
        if (says.isEmpty()) {
            assertThatCode(() -> received.check(cut)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> received.check(cut))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(says);
        }
    }

    @Test
    void anAnswerThatTakesTooLongIsTold() {
        Service slow =
                (peer, frame) -> {
                    String text = frame.text();
                    PeerTimer _ = peer.after(SECOND, () -> peer.send(text));
                };
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            SimulatedClient client = talk(net, slow);
            net.run(SECOND.multipliedBy(10));
            client.assertReceived(client.sent());
            client.assertAnsweredWithin(Duration.ofMillis(1_050));
            assertThatThrownBy(() -> client.assertAnsweredWithin(SECOND))
                    .hasMessageStartingWith("frame 1, \"hello\", was answered after PT1.0");
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsToldOnceItsTimeIsOver() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            SimulatedClient client = talk(net, (_, _) -> {});
            net.run(SECOND);
            client.assertAnsweredWithin(SECOND);
            net.run(SECOND);
            assertThatThrownBy(() -> client.assertAnsweredWithin(SECOND))
                    .hasMessageStartingWith("frame 1, \"hello\", has no answer after PT1.99");
        }
    }

    @Test
    void anOpenConnectionIsToldAndAnEndedOneIsNot() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            SimulatedClient client = talk(net, (peer, frame) -> peer.send(frame));
            net.run(SECOND);
            assertThatThrownBy(client::assertEnded).hasMessageContaining("is open at PT1");
            client.close();
            net.run(SECOND);
            client.assertEnded();
            assertThat(client.isCut()).isFalse();
        }
    }

    @Test
    void whatTheNetworkTookIsNoFaultOfAProgram() {
        for (SimulatedFault fault :
                List.of(
                        SimulatedFault.RESET,
                        SimulatedFault.HALF_CLOSE,
                        SimulatedFault.HALF_OPEN,
                        SimulatedFault.REFUSE)) {
            try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
                net.faults(SimulatedFaults.none().with(fault, 1));
                SimulatedClient client = talk(net, (peer, frame) -> peer.send(frame));
                net.run(SECOND.multipliedBy(20));
                assertThat(client.isCut()).as(fault.word()).isTrue();
                client.assertReceived(List.of("hello", "good-bye"));
                client.assertAnsweredWithin(SECOND);
            }
        }
    }

    @Test
    void whatTheNetworkTakesOfAnAnswerIsNoFaultEither() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            Service service =
                    (peer, frame) -> {
                        net.faults(SimulatedFaults.none().with(SimulatedFault.HALF_CLOSE, 1));
                        peer.send(frame);
                    };
            SimulatedClient client = talk(net, service);
            net.run(SECOND);
            assertThat(client.isCut()).isTrue();
        }
    }

    @Test
    void whatAServiceDropsIsItsFault() {
        try (SimulatedNetwork net = SimulatedNetwork.of(1)) {
            SimulatedClient client = talk(net, (peer, _) -> peer.abort("tired"));
            net.run(SECOND);
            assertThat(client.isCut()).isFalse();
            assertThatThrownBy(() -> client.assertReceived(List.of("hello", "good-bye")))
                    .hasMessageStartingWith("lost: frame 1");
        }
    }
}
