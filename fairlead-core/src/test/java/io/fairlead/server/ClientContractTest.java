package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.client.Client;
import io.fairlead.client.ClientBuilder;
import io.fairlead.client.Reconnect;
import io.fairlead.frame.Frame;
import io.fairlead.net.ConnectOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.net.NetException;
import io.fairlead.server.report.ConnectFailureReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.SendResult;
import io.fairlead.service.Service;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A service for connections that are made, under every model that can make them. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#dialling")
@Timeout(60)
class ClientContractTest {
    private static final Service ECHO = (peer, frame) -> peer.send(frame);

    @RegisterExtension final Rig rig;
    private final Place place;

    ClientContractTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** The server is of one model: the client is what is tried. */
    private Server echo() throws NetException {
        return rig.keep(serverBuilder(place.freeEndpoint()).serve(ECHO));
    }

    private ServerBuilder serverBuilder(Endpoint endpoint) {
        return Rig.target(endpoint).observer(rig.recorder);
    }

    private Client client(Server server) throws NetException {
        return rig.keep(builder(server.endpoint()).start());
    }

    private ClientBuilder builder(Endpoint endpoint) {
        return rig.client(endpoint).codec(Rig.CODEC);
    }

    @Test
    void framesGoBothWays() throws Exception {
        Scripted service = new Scripted(null);
        Peer peer = client(echo()).connect(service).get();
        assertThat(service.peer.get()).as("opened before").isSameAs(peer);
        for (int i = 0; i < 3; i++) {
            assertThat(peer.send("frame " + i)).isEqualTo(SendResult.QUEUED);
            assertThat(service.next(1)).containsExactly("frame " + i);
        }
        peer.close();
        assertThat(service.next(1)).containsExactly(CloseReason.SERVICE_CLOSED.name());
    }

    @Test
    void muchGoesBothWays() throws Exception {
        byte[] block = new byte[Rig.FRAME_BYTES_MAX - 100];
        for (int i = 0; i < block.length; i++) block[i] = (byte) (i * 31);
        CompletableFuture<byte[]> came = new CompletableFuture<>();
        Peer peer = client(echo()).connect((_, frame) -> came.complete(frame.bytes())).get();
        peer.send(block);
        assertThat(came.get()).isEqualTo(block);
    }

    @Test
    void manyConnectAtATime() throws Exception {
        Server server = echo();
        Client client = client(server);
        List<Scripted> services = new ArrayList<>();
        List<CompletableFuture<Peer>> peers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            services.add(new Scripted(null));
            peers.add(client.connect(services.get(i)));
        }
        for (int i = 0; i < 50; i++) peers.get(i).get().send("to " + i);
        for (int i = 0; i < 50; i++) {
            assertThat(services.get(i).next(1)).containsExactly("to " + i);
        }
        assertThat(client.stats().open()).isEqualTo(50);
        assertThat(client.drain(Duration.ofSeconds(30))).isZero();
        for (Scripted service : services) {
            assertThat(service.next(1)).containsExactly(CloseReason.DRAINED.name());
        }
    }

    @Test
    void nobodyListens() throws Exception {
        Server server = echo();
        Endpoint endpoint = server.endpoint();
        server.close();
        Client client = rig.keep(builder(endpoint).start());
        NetException failure = failure(client.connect(new Scripted(null)));
        assertThat(failure.errno()).isIn("ECONNREFUSED", "ENOENT");
        assertThat(failure.endpoint()).isEqualTo(endpoint.toString());
    }

    @Test
    void nobodyAnswersInTime() throws Exception {
        try (ServerSocketChannel deaf = deaf();
                SocketChannel first = SocketChannel.open(deaf.getLocalAddress());
                SocketChannel second = SocketChannel.open(deaf.getLocalAddress())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Endpoint endpoint = Endpoint.of(deaf.getLocalAddress(), scheme());
            ConnectOptions options = ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(300));
            Client client = rig.keep(builder(endpoint).options(options).start());
            NetException failure = failure(client.connect(new Scripted(null)));
            assertThat(failure.errno()).isEqualTo("ETIMEDOUT");
            assertThat(failure).hasMessageContaining("300 ms");
        }
    }

    private Endpoint.Scheme scheme() {
        return place.freeEndpoint().scheme();
    }

    /** Its queue has room for two, and it accepts none. */
    private ServerSocketChannel deaf() throws IOException {
        Endpoint endpoint = place.freeEndpoint();
        if (place.net().isIp()) {
            ServerSocketChannel deaf = ServerSocketChannel.open();
            return deaf.bind(endpoint.resolve().getFirst(), 1);
        }
        UnixDomainSocketAddress file = UnixDomainSocketAddress.of(endpoint.path());
        file.getPath().toFile().deleteOnExit();
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(file, 1);
    }

    private static NetException failure(CompletableFuture<Peer> peer) {
        CompletionException failed =
                catchThrowableOfType(
                        CompletionException.class,
                        () -> peer.orTimeout(20, TimeUnit.SECONDS).join());
        assertThat(failed).hasCauseInstanceOf(NetException.class);
        return (NetException) Objects.requireNonNull(failed.getCause());
    }

    @Test
    void aServiceThatThrowsEndsItsConnectionAlone() throws Exception {
        Client client = client(echo());
        Scripted sound = new Scripted(null);
        Peer other = client.connect(sound).get();
        Scripted failing =
                new Scripted((_, _) -> {
                    throw new IllegalStateException("a bug");
                });
        client.connect(failing).get().send("go");
        assertThat(failing.next(2)).containsExactly("go", CloseReason.SERVICE_FAILED.name());
        other.send("still here");
        assertThat(sound.next(1)).containsExactly("still here");
    }

    @Test
    void whoCancelsIsNotConnected() throws Exception {
        Client client = client(echo());
        CompletableFuture<Peer> peer = client.connect(new Scripted(null));
        if (!peer.cancel(true)) peer.join().close(); // it was there already
        Eventually.until(
                () -> "nothing stays open: " + client.stats(), () -> client.stats().open() == 0);
    }

    @Test
    void aClosedClientConnectsNoMore() throws Exception {
        Client client = client(echo());
        client.close();
        assertThat(failure(client.connect(new Scripted(null))).errno()).isEqualTo("ECONNABORTED");
        assertThatThrownBy(() -> Client.to("udp://239.1.2.3:7"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasNotSentIsTold() throws Exception {
        CompletableFuture<Peer> other = new CompletableFuture<>();
        Server server =
                rig.keep(
                        serverBuilder(place.freeEndpoint())
                                .serve((peer, _) -> {
                                    peer.pause();
                                    other.complete(peer);
                                }));
        CompletableFuture<Integer> unsent = new CompletableFuture<>();
        Service service =
                new Service() {
                    @Override
                    public void onFrame(Peer peer, Frame frame) {
                        // nothing comes
                    }

                    @Override
                    public void onClose(Peer peer, CloseReason reason) {
                        unsent.complete(peer.queuedBytes());
                    }
                };
        Peer peer = client(server).connect(service).get();
        peer.send("first");
        other.get();
        byte[] block = new byte[64 * 1024];
        Eventually.until(() -> "it is full", () -> peer.send(block) == SendResult.FULL);
        other.get().abort("enough");
        assertThat(unsent.get()).isPositive();
        assertThat(peer.send("late")).isEqualTo(SendResult.CLOSED);
    }

    /** Each failed attempt is told, with its number, until there is a connection. */
    @Test
    void failedAttemptsAreTold() throws Exception {
        Server server = echo();
        Endpoint endpoint = server.endpoint();
        server.close();
        Reconnect often = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(20));
        Client client = rig.keep(builder(endpoint).reconnect(often).start());
        CompletableFuture<Peer> connected = client.connect(new Scripted(null));
        for (int i = 1; i <= 3; i++) {
            ConnectFailureReport told = rig.recorder.connectFailures.take();
            assertThat(told.attempt()).isEqualTo(i);
            assertThat(told.endpoint()).isEqualTo(endpoint);
            assertThat(told.error().errno()).isIn("ECONNREFUSED", "ENOENT"); // no socket file
            assertThat(told.retryAfter()).isBetween(Duration.ZERO, Duration.ofMillis(20));
            assertThat(told.words()).contains("; attempt " + i + " of a client that reconnects");
        }
        Server back = rig.keep(rig.builder(endpoint).serve(ECHO));
        connected.get();
        rig.recorder.connectFailures.clear();
        back.close();
        assertThat(rig.recorder.connectFailures.take().attempt()).as("a new row").isEqualTo(1);
    }

    @Test
    void anEndAndAnotherBeginning() throws Exception {
        Server server = echo();
        Reconnect often = new Reconnect(Duration.ofMillis(1), Duration.ofMillis(50));
        Client client = rig.keep(builder(server.endpoint()).reconnect(often).start());
        Scripted service = new Scripted((_, _) -> {});
        client.connect(service).get().send("one");
        assertThat(service.next(1)).containsExactly("one");
        server.close();
        assertThat(service.next(1)).containsExactly(CloseReason.PEER_CLOSED.name());
        rig.keep(
                serverBuilder(server.endpoint())
                        .serve(
                                new Service() {
                                    @Override
                                    public void onOpen(Peer peer) {
                                        peer.send("again");
                                    }

                                    @Override
                                    public void onFrame(Peer peer, Frame frame) {
                                        // only says hello
                                    }
                                }));
        List<String> next = service.next(1);
        // One that comes while the first server ends may be let in, and out again.
        while (next.equals(List.of(CloseReason.PEER_CLOSED.name()))) next = service.next(1);
        assertThat(next).containsExactly("again");
        client.close();
        assertThat(service.next(1)).containsExactly(CloseReason.DRAINED.name());
    }
}
