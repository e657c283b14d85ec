package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.Loops;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Datagrams on event loops that servers and clients share. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class SharedLoopsDatagramTest {
    private static final Endpoint FREE = Endpoint.parse("udp://127.0.0.1:0");
    private static final int SOURCES = 20;

    @RegisterExtension final Rig rig;
    private final Model model;
    private @Nullable Loops loops;

    SharedLoopsDatagramTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return SharedLoopsTest.models();
    }

    private Loops loops(int count) throws NetException {
        Loops started = model.startLoops(count);
        loops = started;
        return started;
    }

    @AfterEach
    void close() {
        if (loops != null) loops.close(); // waits for nobody: the rig ends who is on it
    }

    private Server serve(Endpoint endpoint, Service service, Loops shared) throws NetException {
        return rig.keep(Server.at(endpoint).on(shared).observer(rig.recorder).serve(service));
    }

    private Client client(Endpoint endpoint, Loops shared) throws NetException {
        return rig.keep(Client.to(endpoint).on(shared).observer(rig.recorder).start());
    }

    private Probe probe(Server server) throws Exception {
        return rig.keep(Probe.open(server.endpoint()));
    }

    // region: gateway
    /** Each source has a peer of its own at the target. */
    private static class Gateway implements Service {
        private final Client target;

        Gateway(Client target) {
            this.target = target;
        }

        @Override
        public void onOpen(Peer source) {
            Service back = (_, reply) -> source.send(reply);
            source.attach(target.connect(back).join()); // no wait: the address is known
        }

        @Override
        public void onFrame(Peer source, Frame datagram) {
            Peer there = source.attachment(Peer.class);
            if (there != null) there.send(datagram);
        }

        @Override
        public void onClose(Peer source, CloseReason reason) {
            Peer there = source.attachment(Peer.class);
            if (there != null) there.close(); // there is none if connecting failed
        }
    }

    // endregion

    @Test
    void aGatewayInAFewLines() throws Exception {
        Loops shared = loops(1);
        Server target = serve(FREE, Rig.ECHO, shared);
        // region: loops
        Client toTarget = Client.to(target.endpoint()).on(shared).start();
        Server front = Server.at("udp://127.0.0.1:0").on(shared).serve(new Gateway(toTarget));
        // endregion
        rig.keep(toTarget);
        rig.keep(front);
        assertThat(probe(front).exchange("there and back")).isEqualTo("there and back");
    }

    /** Notes whether one thread serves both sides. */
    private static final class NotingGateway extends Gateway {
        final Queue<Boolean> sameThread = new ConcurrentLinkedQueue<>();
        private final Client target;

        NotingGateway(Client target) {
            super(target);
            this.target = target;
        }

        @Override
        public void onOpen(Peer source) {
            Thread here = Thread.currentThread();
            Service back =
                    (_, reply) -> {
                        sameThread.add(Thread.currentThread().equals(here));
                        source.send(reply);
                    };
            source.attach(target.connect(back).join());
        }
    }

    @Test
    void aGatewayStaysOnItsLoop() throws Exception {
        Loops shared = loops(2);
        Server target = serve(FREE, Rig.ECHO, shared);
        Client toTarget = client(target.endpoint(), shared);
        NotingGateway gateway = new NotingGateway(toTarget);
        Server front = serve(FREE, gateway, shared);
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) probes.add(probe(front));
        for (int round = 0; round < 3; round++) {
            for (Probe probe : probes) {
                String text = "x".repeat(round * 1000);
                assertThat(probe.exchange(text)).isEqualTo(text);
            }
        }
        assertThat(gateway.sameThread).hasSize(SOURCES * 3).containsOnly(true);
        assertThat(toTarget.stats().open()).isEqualTo(SOURCES);
        front.close();
        Eventually.until(
                () -> "both ends are gone: " + toTarget.stats(),
                () -> toTarget.stats().open() == 0);
    }

    @Test
    void streamsAndDatagramsShareALoop() throws Exception {
        Loops shared = loops(1);
        BlockingQueue<Peer> sources = new LinkedBlockingQueue<>();
        Server datagrams = serve(FREE, (peer, datagram) -> sources.add(peer), shared);
        Service passing = (_, frame) -> sources.peek().send(frame); // to the source, from a stream
        Server streams =
                rig.keep(
                        Server.at(rig.place().freeEndpoint())
                                .codec(Rig.CODEC)
                                .on(shared)
                                .observer(rig.recorder)
                                .serve(passing));
        Probe probe = probe(datagrams);
        probe.send("I am here");
        Peer source = sources.take();
        sources.add(source);
        rig.connect(streams).sendFrame("from a stream");
        assertThat(probe.receive()).isEqualTo("from a stream");
        source.execute(() -> source.send("from a task"));
        assertThat(probe.receive()).isEqualTo("from a task");
        source.after(Duration.ofMillis(20), () -> source.send("from a timer"));
        assertThat(probe.receive()).isEqualTo("from a timer");
        assertThat(source.send("from another thread")).isEqualTo(SendResult.QUEUED);
        assertThat(probe.receive()).isEqualTo("from another thread");
    }

    @Test
    void oneServerEndsAndTheOtherGoesOn() throws Exception {
        Loops shared = loops(1);
        Server first = serve(FREE, Rig.ECHO, shared);
        Server second = serve(FREE, Rig.ECHO, shared);
        Probe toSecond = probe(second);
        assertThat(probe(first).exchange("a")).isEqualTo("a");
        Endpoint endpoint = first.endpoint();
        first.close();
        assertThat(toSecond.exchange("b")).isEqualTo("b");
        Server again = serve(endpoint, Rig.ECHO, shared);
        assertThat(probe(again).exchange("c")).isEqualTo("c");
    }

    @Test
    void aSilentSourceIsForgotten() throws Exception {
        Loops shared = loops(1);
        BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();
        Service service =
                new Service() {
                    @Override
                    public void onFrame(Peer peer, Frame datagram) {
                        peer.send(datagram);
                    }

                    @Override
                    public void onClose(Peer peer, CloseReason reason) {
                        ends.add(reason);
                    }
                };
        Server server =
                rig.keep(
                        Server.at(FREE)
                                .on(shared)
                                .limits(
                                        Rig.limits(all ->
                                                all.datagramPeerTimeout(Duration.ofMillis(50))))
                                .observer(rig.recorder)
                                .serve(service));
        assertThat(probe(server).exchange("a")).isEqualTo("a");
        assertThat(ends.take()).isEqualTo(CloseReason.IDLE);
    }

    @Test
    void aServiceMayCloseItsOwnServer() throws Exception {
        Loops shared = loops(1);
        CompletableFuture<Server> itself = new CompletableFuture<>();
        Server server =
                serve(
                        FREE,
                        (peer, _) -> {
                            peer.send("bye");
                            itself.join().close();
                        },
                        shared);
        itself.complete(server);
        assertThat(probe(server).exchange("end")).isEqualTo("bye");
        Eventually.until("it has ended", () -> server.stats().open() == 0);
    }

    @Test
    void oneOfTheLoopsHearsAGroup() throws Exception {
        Loops shared = loops(2);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Server server =
                rig.keep(
                        Server.at("udp://0.0.0.0:0")
                                .datagrams(DatagramOptions.DEFAULT.join("239.7.7.9%lo"))
                                .on(shared)
                                .observer(rig.recorder)
                                .serve((_, datagram) -> heard.add(datagram.text())));
        rig.keep(Probe.open(Endpoint.udp("127.0.0.1", server.port()))).send("to the machine");
        assertThat(heard.take()).isEqualTo("to the machine");
    }

    @Test
    void loopsThatEndEndWhatTheyServe() throws Exception {
        Loops shared = loops(1);
        Server server = serve(FREE, Rig.ECHO, shared);
        Scripted service = new Scripted(null);
        Client client = client(server.endpoint(), shared);
        client.connect(service).get().send("a");
        assertThat(service.next(1)).containsExactly("a");
        client.close();
        assertThat(service.next(1)).containsExactly("DRAINED");
        server.close();
        shared.close();
        Footprint.awaitNoThreads();
    }

    @Test
    void whatDatagramsCannotDoIsRefused() throws Exception {
        assertThatThrownBy(() -> Client.to("udp://239.1.2.3:7007"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group");
        Loops shared = loops(1);
        Client client = client(serve(FREE, Rig.ECHO, shared).endpoint(), shared);
        Handler handler = _ -> {};
        assertThatThrownBy(() -> client.connect(handler))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("datagrams");
    }
}
