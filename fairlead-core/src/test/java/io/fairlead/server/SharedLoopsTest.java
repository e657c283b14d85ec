package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers and clients on the same event loops. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class SharedLoopsTest {
    private static final int CONNECTIONS = 20;

    @RegisterExtension final Rig rig;
    private final Model model;
    private @Nullable Loops loops;

    SharedLoopsTest(Model model) throws Exception {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Stream.of(Model.POLLING, Model.SELECTOR, Model.EPOLL, Model.IO_URING);
    }

    private Loops loops(int count) throws Exception {
        Loops started = model.startLoops(count);
        loops = started;
        return started;
    }

    @AfterEach
    void close() {
        if (loops != null) loops.close(); // waits for nobody: the rig ends who is on it
    }

    private Server serve(Service service, Loops loops) throws Exception {
        return rig.keep(
                Server.at(rig.place().freeEndpoint())
                        .codec(Rig.CODEC)
                        .on(loops)
                        .observer(rig.recorder)
                        .serve(service));
    }

    /** Each connection is joined to one that it makes, and notes which threads served both. */
    private static final class Relay implements Service {
        final Queue<Boolean> sameThread = new ConcurrentLinkedQueue<>();
        private final Client client;

        Relay(Client client) {
            this.client = client;
        }

        @Override
        public void onOpen(Peer front) {
            Thread here = Thread.currentThread();
            front.pause();
            client.connect(
                            new Service() {
                                @Override
                                public void onOpen(Peer back) {
                                    sameThread.add(Thread.currentThread().equals(here));
                                    front.attach(back);
                                    front.resume();
                                }

                                @Override
                                public void onFrame(Peer back, Frame frame) {
                                    front.send(frame);
                                }

                                @Override
                                public void onClose(Peer back, CloseReason reason) {
                                    front.close();
                                }
                            })
                    .exceptionally(failure -> {
                        front.abort(String.valueOf(failure.getMessage()));
                        return front;
                    });
        }

        @Override
        public void onFrame(Peer front, Frame frame) {
            Objects.requireNonNull(front.attachment(Peer.class)).send(frame);
        }

        @Override
        public void onClose(Peer front, CloseReason reason) {
            Peer back = front.attachment(Peer.class);
            if (back != null) back.close();
        }
    }

    @Test
    void aRelayStaysOnItsLoop() throws Exception {
        Loops shared = loops(2);
        Server target = serve((peer, frame) -> peer.send(frame), shared);
        Client client =
                rig.keep(
                        Client.to(target.endpoint())
                                .codec(Rig.CODEC)
                                .on(shared)
                                .observer(rig.recorder)
                                .start());
        Relay relay = new Relay(client);
        Server front = serve(relay, shared);
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) wires.add(rig.connect(front));
        for (int round = 0; round < 3; round++) {
            for (Wire wire : wires) wire.echo("round " + round);
        }
        assertThat(relay.sameThread).hasSize(CONNECTIONS).containsOnly(true);
        assertThat(client.stats().open()).isEqualTo(CONNECTIONS);
        for (Wire wire : wires) wire.close();
        Eventually.until(
                () -> "both ends are gone: " + client.stats(),
                () -> client.stats().open() == 0 && target.stats().open() == 0);
    }

    @Test
    void oneServerEndsAndTheOtherGoesOn() throws Exception {
        Loops shared = loops(1);
        Server first = serve((peer, frame) -> peer.send(frame), shared);
        Server second = serve((peer, frame) -> peer.send(frame), shared);
        Wire toFirst = rig.connect(first);
        Wire toSecond = rig.connect(second);
        toFirst.echo("a");
        first.close();
        toFirst.expectEnd();
        toSecond.echo("b");
        assertThat(first.stats().open()).isZero();
        serve((peer, frame) -> peer.send("third"), shared);
        toSecond.echo("c");
    }

    @Test
    void loopsEndWhenNobodyIsLeft() throws Exception {
        Loops shared = loops(2);
        Server server = serve((peer, frame) -> peer.send(frame), shared);
        Wire wire = rig.connect(server);
        shared.close(); // too early: it goes on
        wire.echo("still here");
        server.close();
        Footprint.awaitNoThreads();
        assertThatThrownBy(() -> serve((peer, frame) -> peer.send(frame), shared))
                .hasMessageContaining("event loop has ended");
    }

    @Test
    void whatCannotShareSaysSo() throws Exception {
        Loops shared = loops(1);
        assertThat(shared.count()).isEqualTo(1);
        assertThat(shared.model()).isEqualTo(model.word());
        assertThat(shared.failure()).isNull();
        assertThatThrownBy(() -> Model.THREAD.startLoops(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use selector");
        assertThatThrownBy(() -> model.startLoops(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
