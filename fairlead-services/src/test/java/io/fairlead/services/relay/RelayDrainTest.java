package io.fairlead.services.relay;

import static io.fairlead.services.relay.Ends.endpoint;
import static io.fairlead.services.relay.Ends.isAtEnd;
import static io.fairlead.services.relay.Ends.receive;
import static io.fairlead.services.relay.Ends.reset;
import static io.fairlead.services.relay.Ends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A relay that shuts down finishes what is in flight. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayDrainTest {
    private final Ends ends = new Ends();

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    /** Until nobody accepts any more. */
    private void awaitDrain(Relay relay) throws InterruptedException {
        String failure = "";
        while (!failure.contains("refused")) {
            try {
                reset(ends.connect(relay));
            } catch (IOException e) { // a reset, if the listener closes in the middle of it
                failure = String.valueOf(e.getMessage());
                assertThat(failure).containsAnyOf("refused", "reset");
            }
        }
    }

    @Test
    void anAnswerThatComesDuringTheDrainArrives() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay =
                ends.start(
                        Relay.at("tcp://127.0.0.1:0")
                                .to(endpoint(listener))
                                .quiet(Duration.ofHours(1)));
        SocketChannel client = ends.connect(relay);
        SocketChannel target = ends.accept(listener);
        send(client, new byte[3]);
        assertThat(receive(target, 3)).hasSize(3);
        Future<Integer> cut = ends.beside(() -> relay.drain(Duration.ofMinutes(1)));
        awaitDrain(relay);
        send(target, new byte[5]);
        assertThat(receive(client, 5)).hasSize(5);
        reset(client);
        assertThatThrownBy(() -> isAtEnd(target)).hasMessageContaining("reset");
        assertThat(cut.get()).isZero();
    }

    @Test
    void aConnectionOnWhichNothingMovesEnds() throws Exception {
        ServerSocketChannel listener = ends.listenTcp();
        Relay relay =
                ends.start(
                        Relay.at("tcp://127.0.0.1:0")
                                .to(endpoint(listener))
                                .quiet(Duration.ofMillis(10)));
        SocketChannel client = ends.connect(relay);
        SocketChannel target = ends.accept(listener);
        RelayReport _ = ends.recorded.joined.take();
        Future<Integer> cut = ends.beside(() -> relay.drain(Duration.ofMinutes(1)));
        assertThat(isAtEnd(client)).isTrue();
        assertThat(isAtEnd(target)).isTrue();
        assertThat(cut.get()).isZero();
    }
}
