package io.fairlead.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.Model;
import io.fairlead.server.Server;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The delay ends when the test says so. */
class DelayedTest {
    private final BlockingQueue<Runnable> alarms = new LinkedBlockingQueue<>();
    private final CountDownLatch halfClosed = new CountDownLatch(1);

    private Delayed delayed(Service service) {
        return new Delayed(service, alarms::add, () -> {});
    }

    private void ring() throws InterruptedException {
        Runnable alarm = alarms.poll(60, TimeUnit.SECONDS);
        assertThat(alarm).isNotNull();
        alarm.run();
    }

    @ParameterizedTest
    // A test that waits in a service must share memory with it.
    @EnumSource(
            value = Model.class,
            names = {"PROCESS", "PREFORK"},
            mode = Mode.EXCLUDE)
    void answersArriveInOrderAfterTheClientsHalfClose(Model model) throws Exception {
        Delayed delayed = delayed(new Upper());
        try (Server server =
                        Server.at("tcp://127.0.0.1:0")
                                .codec(Codec.lines())
                                .model(model)
                                .serve(watched(delayed));
                Client client = Client.of(server)) {
            client.send("one\ntwo\nthree\n").halfClose();
            assertThat(halfClosed.await(60, TimeUnit.SECONDS)).isTrue();
            ring();
            assertThat(client.read(4)).isEqualTo("ONE\n".getBytes(UTF_8));
            ring();
            ring();
            assertThat(client.readAll()).isEqualTo("TWO\nTHREE\n".getBytes(UTF_8));
        }
    }

    /** The same service, which tells the test of the half-close. */
    private Service watched(Delayed delayed) {
        return new Service() {
            @Override
            public void onOpen(Peer peer) throws Exception {
                delayed.onOpen(peer);
            }

            @Override
            public void onFrame(Peer peer, Frame frame) throws Exception {
                delayed.onFrame(peer, frame);
            }

            @Override
            public void onInputEnd(Peer peer) throws Exception {
                delayed.onInputEnd(peer);
                halfClosed.countDown();
            }

            @Override
            public void onClose(Peer peer, CloseReason reason) throws Exception {
                delayed.onClose(peer, reason);
            }
        };
    }

    @Test
    void theRealThingWaitsAtLeastTheDelay() throws Exception {
        Duration delay = Duration.ofMillis(50);
        try (Delayed delayed = new Delayed(new Echo(), delay);
                Server server = Server.at("tcp://127.0.0.1:0").serve(delayed);
                Client client = Client.of(server)) {
            long startNs = System.nanoTime();
            assertThat(client.send("x").halfClose().readAll()).isEqualTo(new byte[] {'x'});
            assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(delay.toNanos());
        }
    }

    @Test
    void datagramsWaitToo() throws Exception {
        Delayed delayed = delayed(Shipped.ECHO.datagramService(ServiceOptions.DEFAULT));
        try (Server server = Server.at("udp://127.0.0.1:0").serve(delayed);
                DatagramUser user = DatagramUser.any()) {
            user.send("one".getBytes(UTF_8), server.port());
            ring();
            assertThat(user.receive()).isEqualTo("one".getBytes(UTF_8));
        }
    }

    @Test
    void tooMuchOfOnePeerFails() throws Exception {
        Delayed delayed = delayed(new Echo());
        RecordingPeer peer = RecordingPeer.any();
        delayed.onOpen(peer);
        Frame half = Frame.of(new byte[Delayed.PEER_BYTES_MAX / 2 - Delayed.OVERHEAD_BYTES]);
        delayed.onFrame(peer, half);
        delayed.onFrame(peer, half);
        Frame empty = Frame.of("");
        assertThatThrownBy(() -> delayed.onFrame(peer, empty)).hasMessageContaining("1,048,576");
        ring();
        delayed.onFrame(peer, empty);
        assertThat(alarms).hasSize(2);
    }

    @Test
    void tooMuchOfAllPeersFailsUntilSomeIsServedOrItsTimeIsOver() throws Exception {
        Delayed delayed = delayed(new Discard());
        Frame full = Frame.of(new byte[Delayed.PEER_BYTES_MAX - Delayed.OVERHEAD_BYTES]);
        List<RecordingPeer> peers = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            peers.add(RecordingPeer.any());
            delayed.onOpen(peers.get(i));
        }
        for (int i = 0; i < 64; i++) delayed.onFrame(peers.get(i), full);
        assertThatThrownBy(() -> delayed.onFrame(peers.get(64), full))
                .hasMessageContaining("67,108,864");
        delayed.onClose(peers.get(0), CloseReason.RESET);
        ring();
        delayed.onFrame(peers.get(64), full);
    }

    @Test
    void whatClosedMeanwhileIsNotServed() throws Exception {
        List<String> served = new ArrayList<>();
        Delayed delayed = delayed((peer, frame) -> served.add(frame.text()));
        RecordingPeer peer = RecordingPeer.any();
        delayed.onOpen(peer);
        delayed.onFrame(peer, Frame.of("late"));
        delayed.onClose(peer, CloseReason.RESET);
        ring();
        assertThat(served).isEmpty();
    }

    @Test
    void aServiceThatClosesIsGivenNoMore() throws Exception {
        List<String> served = new ArrayList<>();
        Delayed delayed =
                delayed((peer, frame) -> {
                    served.add(frame.text());
                    peer.close();
                });
        RecordingPeer peer = RecordingPeer.any();
        delayed.onOpen(peer);
        delayed.onFrame(peer, Frame.of("quit"));
        delayed.onFrame(peer, Frame.of("more"));
        ring();
        ring();
        assertThat(served).containsExactly("quit");
        assertThat(peer.closed).isTrue();
    }

    @Test
    void aReplyWithoutRoomEndsTheConnection() throws Exception {
        Delayed delayed = delayed(new Echo());
        RecordingPeer peer = RecordingPeer.any();
        delayed.onOpen(peer);
        delayed.onFrame(peer, Frame.of("x"));
        peer.full = true;
        ring();
        assertThat(peer.closed).isTrue();
    }

    @Test
    void aServiceThatThrowsLosesThatPeerOnly() throws Exception {
        Delayed delayed =
                delayed((peer, frame) -> {
                    if (frame.size() == 0) throw new IllegalStateException("as asked for");
                    peer.send(frame);
                });
        RecordingPeer bad = RecordingPeer.any();
        RecordingPeer good = RecordingPeer.any();
        delayed.onOpen(bad);
        delayed.onOpen(good);
        delayed.onFrame(bad, Frame.of(""));
        delayed.onFrame(good, Frame.of("x"));
        ring();
        ring();
        assertThat(bad.closed).isTrue();
        assertThat(good.sent).containsExactly("x");
    }

    @Test
    void aDelayHasToBeOne() {
        assertThatThrownBy(() -> new Delayed(new Echo(), Duration.ZERO).close())
                .hasMessageContaining("delay");
        assertThatThrownBy(() -> new Delayed(new Echo(), Duration.ofHours(2)).close())
                .hasMessageContaining("PT1H");
    }
}
