package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service for datagrams that a client exchanges, under every model that connects. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class ClientContractDatagramTest {
    private static final Endpoint FREE = Endpoint.parse("udp://127.0.0.1:0");
    private static final Service ECHO = (peer, datagram) -> peer.send(datagram);

    @RegisterExtension final Rig rig;
    private final Model model;

    ClientContractDatagramTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
    }

    static Stream<Model> models() {
        return Place.dialling().map(Place::model).distinct();
    }

    private Server echo(Endpoint endpoint) throws NetException {
        return rig.keep(Server.at(endpoint).observer(rig.recorder).serve(ECHO));
    }

    private ClientBuilder builder(Endpoint endpoint) {
        return Client.to(endpoint).model(model).observer(rig.recorder);
    }

    private Client client(Endpoint endpoint) throws NetException {
        return rig.keep(builder(endpoint).start());
    }

    private Client client(Endpoint endpoint, Limits limits) throws NetException {
        return rig.keep(builder(endpoint).limits(limits).start());
    }

    @Test
    void datagramsGoBothWays() throws Exception {
        Server server = echo(FREE);
        Scripted service = new Scripted(null);
        Client client = client(server.endpoint());
        Peer peer = client.connect(service).get();
        assertThat(service.peer.get()).as("opened before").isSameAs(peer);
        assertThat(((InetSocketAddress) peer.remoteAddress()).getPort()).isEqualTo(server.port());
        for (String text : List.of("hello", "", "x".repeat(65_507))) {
            assertThat(peer.send(text)).isEqualTo(SendResult.QUEUED);
            assertThat(service.next(1)).containsExactly(text);
        }
        Eventually.until(
                () -> "counted: " + client.stats(),
                () -> client.stats().bytesReceived() == 65_512 && client.stats().open() == 1);
        peer.close();
        assertThat(service.next(1)).containsExactly("SERVICE_CLOSED");
        assertThat(peer.send("late")).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void eachHasASocketOfItsOwn() throws Exception {
        Client client = client(echo(FREE).endpoint());
        List<Scripted> services = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            services.add(new Scripted(null));
            peers.add(client.connect(services.get(i)).get());
        }
        for (int i = 0; i < 50; i++) peers.get(i).send("to " + i);
        for (int i = 0; i < 50; i++) {
            assertThat(services.get(i).next(1)).containsExactly("to " + i);
        }
        assertThat(client.connections()).hasSize(50);
        assertThat(client.drain(Duration.ofSeconds(30))).isZero();
        for (Scripted service : services) assertThat(service.next(1)).containsExactly("DRAINED");
    }

    /** ICMP says that nobody has the port (RFC 1122 section 4.1.3.3). */
    @Test
    void aClosedPortIsAnEndOfItsOwn() throws Exception {
        Server server = echo(FREE);
        Endpoint endpoint = server.endpoint();
        server.close();
        Scripted service = new Scripted(null);
        Peer peer = client(endpoint).connect(service).get();
        assertThat(peer.send("anybody?")).isEqualTo(SendResult.QUEUED);
        assertThat(service.next(1)).containsExactly(CloseReason.REFUSED.name());
        assertThat(peer.send("late")).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void itConnectsAgainAfterARefusal() throws Exception {
        Server first = echo(FREE);
        Endpoint endpoint = first.endpoint();
        first.close();
        BlockingQueue<Peer> opened = new LinkedBlockingQueue<>();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Service service =
                new Service() {
                    @Override
                    public void onOpen(Peer peer) {
                        opened.add(peer);
                    }

                    @Override
                    public void onFrame(Peer peer, Frame frame) {
                        answers.add(frame.text());
                    }
                };
        Reconnect soon = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(10));
        Client client = rig.keep(builder(endpoint).reconnect(soon).start());
        CompletableFuture<Peer> _ = client.connect(service);
        opened.take().send("nobody is there");
        Peer again = opened.take();
        echo(endpoint);
        again.send("hello again");
        assertThat(answers.take()).isEqualTo("hello again");
    }

    @Test
    void anyThreadMaySend() throws Exception {
        int senders = 8;
        int each = 100;
        var came = ConcurrentHashMap.<String>newKeySet();
        CompletableFuture<Integer> all = new CompletableFuture<>();
        Service noting =
                (peer, datagram) -> {
                    came.add(datagram.text());
                    if (came.size() == senders * each) all.complete(came.size());
                };
        Server server = rig.keep(Server.at(FREE).observer(rig.recorder).serve(noting));
        Peer peer = client(server.endpoint()).connect(new Scripted(null)).get();
        List<Thread> threads =
                IntStream.range(0, senders)
                        .mapToObj(sender ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            for (int i = 0; i < each; i++)
                                                peer.send(sender + " " + i);
                                        }))
                        .toList();
        for (Thread thread : threads) thread.join();
        assertThat(all.get()).isEqualTo(senders * each);
        Eventually.until("nothing is queued", () -> peer.queuedBytes() == 0);
    }

    @Test
    void tasksAndTimersComeOnThePeersTurn() throws Exception {
        Scripted service = new Scripted(null);
        Peer peer = client(echo(FREE).endpoint()).connect(service).get();
        peer.execute(() -> peer.send("task"));
        assertThat(service.next(1)).containsExactly("task");
        peer.after(Duration.ofMillis(20), () -> peer.send("cancelled")).cancel();
        peer.after(Duration.ofMillis(40), () -> peer.send("later"));
        assertThat(service.next(1)).containsExactly("later");
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        peer.whenClosed(() -> closed.complete(true));
        peer.every(Duration.ofMillis(10), () -> peer.close("enough"));
        assertThat(service.next(1)).containsExactly("SERVICE_CLOSED");
        assertThat(closed.get()).isTrue();
        assertThat(rig.recorder.awaitClosed(CloseReason.SERVICE_CLOSED).detail())
                .isEqualTo("enough");
        assertThat(peer.execute(() -> {})).as("it has ended").isFalse();
    }

    @Test
    void aSilentPeerIsAskedAboutAndThenEnds() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Scripted service =
                new Scripted(null) {
                    @Override
                    public boolean onIdle(Peer peer) {
                        asked.add("idle");
                        return asked.size() < 3;
                    }
                };
        Limits limits = Rig.limits(all -> all.datagramPeerTimeout(Duration.ofMillis(50)));
        Client client = client(echo(FREE).endpoint(), limits);
        CompletableFuture<Peer> _ = client.connect(service);
        assertThat(service.next(1)).containsExactly("IDLE");
        assertThat(asked).hasSize(3);
    }

    @Test
    void onePeerMayHaveAnotherTimeout() throws Exception {
        Limits never = Rig.limits(all -> all.datagramPeerTimeout(Duration.ofHours(1)));
        Limits soon = Rig.limits(all -> all.datagramPeerTimeout(Duration.ofMillis(50)));
        Client client = client(echo(FREE).endpoint(), never);
        Scripted patient = new Scripted(null);
        Scripted hasty = new Scripted(null);
        Peer stays = client.connect(patient).get();
        client.connect(hasty).get().limits(soon);
        assertThat(hasty.next(1)).containsExactly("IDLE");
        stays.send("still here");
        assertThat(patient.next(1)).containsExactly("still here");
    }

    @Test
    void whatItSendsKeepsItToo() throws Exception {
        Server deaf = rig.keep(Server.at(FREE).observer(rig.recorder).serve((_, _) -> {}));
        Limits limits = Rig.limits(all -> all.datagramPeerTimeout(Duration.ofMillis(300)));
        Scripted service = new Scripted(null);
        Peer peer = client(deaf.endpoint(), limits).connect(service).get();
        CompletableFuture<Long> lasted = new CompletableFuture<>();
        long startNs = System.nanoTime();
        peer.every(
                Duration.ofMillis(20),
                () -> {
                    peer.send("I am here");
                    if (System.nanoTime() - startNs > 900_000_000) lasted.complete(1L);
                });
        peer.whenClosed(() -> lasted.complete(0L));
        assertThat(lasted.get()).isEqualTo(1);
    }

    @Test
    void aDrainIsToldAndMaySend() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Service noting = (_, datagram) -> said.add(datagram.text());
        Server server = rig.keep(Server.at(FREE).observer(rig.recorder).serve(noting));
        Scripted service =
                new Scripted(null) {
                    @Override
                    public void onDrain(Peer peer) {
                        peer.send("closing, " + peer.isDraining());
                    }
                };
        Client client = client(server.endpoint());
        client.connect(service).get();
        client.close();
        assertThat(said.take()).isEqualTo("closing, true");
        assertThat(service.next(1)).containsExactly("DRAINED");
        assertThatThrownBy(() -> client.connect(service).get())
                .hasMessageContaining("the client is closed");
    }

    @Test
    void aServiceThatThrowsEndsItsPeerAndNoOther() throws Exception {
        Client client = client(echo(FREE).endpoint());
        Scripted failing =
                new Scripted((_, _) -> {
                    throw new IllegalStateException("a bug");
                });
        Scripted well = new Scripted(null);
        client.connect(failing).get().send("hello");
        assertThat(failing.next(2)).containsExactly("hello", "SERVICE_FAILED");
        client.connect(well).get().send("hello");
        assertThat(well.next(1)).containsExactly("hello");
    }

    @Test
    void namesAndAnEndOfOurOwn() throws Exception {
        Server server = echo(FREE);
        Endpoint named = Endpoint.parse("udp://localhost:" + server.port());
        ConnectOptions options =
                ConnectOptions.DEFAULT.withLocal(Endpoint.parse("udp://127.0.0.1:0"));
        Client client = rig.keep(builder(named).options(options).start());
        Scripted service = new Scripted(null);
        Peer peer = client.connect(service).get();
        assertThat(((InetSocketAddress) peer.localAddress()).getHostString())
                .isEqualTo("127.0.0.1");
        peer.send("hello");
        assertThat(service.next(1)).containsExactly("hello");
    }
}
