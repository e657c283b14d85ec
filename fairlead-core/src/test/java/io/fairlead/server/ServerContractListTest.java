package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.client.Client;
import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.program.Program;
import io.fairlead.server.report.OpenConnection;
import io.fairlead.service.ConnectionWait;
import io.fairlead.service.Handler;
import io.fairlead.service.Hold;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The open connections are listed: whose they are, what went, and what each waits for. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(120)
class ServerContractListTest {
    /** No copy of it is made: another process does not say what it waits for. */
    private static final Service CLOSING = (peer, _) -> peer.close();

    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractListTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Waits until it is the only one that is open, and waits for that. */
    private static OpenConnection awaits(Server server, ConnectionWait wait) {
        Eventually.until(
                () -> "it waits for " + wait + ": " + server.connections(),
                () ->
                        server.connections().stream()
                                .map(OpenConnection::waitsFor)
                                .toList()
                                .equals(List.of(wait)));
        return server.connections().getFirst();
    }

    @Test
    void theOpenOnesAreListed() throws Exception {
        Server server = rig.serve(Rig.ECHO);
        assertThat(server.connections()).isEmpty();
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < (place.isConcurrent() ? 3 : 1); i++) {
            wires.add(rig.connect(server));
            wires.get(i).echo("x".repeat(10 * i));
        }
        for (int i = 0; i < wires.size(); i++) assertListed(server, i, wires.get(i));
        wires.getFirst().close();
        int left = wires.size() - 1;
        Eventually.until(
                () -> "one less: " + server.connections(),
                () -> server.connections().size() == left);
        assertThat(server.connections().stream().mapToLong(OpenConnection::id)).doesNotContain(1L);
        server.close();
        assertThat(server.connections()).isEmpty();
    }

    private void assertListed(Server server, int index, Wire wire) throws Exception {
        long bytes = 4 + 10L * index;
        Eventually.until( // another process counts now and then
                () -> bytes + " bytes each way: " + server.connections(),
                () ->
                        server.connections().get(index).bytesReceived() == bytes
                                && server.connections().get(index).bytesSent() == bytes);
        OpenConnection known = server.connections().get(index);
        assertThat(known.id()).isEqualTo(index + 1);
        if (place.net().isIp()) {
            assertThat(known.remoteAddress()).isEqualTo(wire.localAddress());
        }
        assertThat(known.age()).isPositive();
        assertThat(known.bytesQueued()).isZero();
        boolean ours = !place.model().hasProcesses();
        ConnectionWait wait = ours ? ConnectionWait.INPUT : ConnectionWait.UNKNOWN;
        assertThat(known.waitsFor()).isEqualTo(wait);
        assertThat(known.workerPid() == 0).isEqualTo(ours);
    }

    @Test
    void whatAServiceWaitsFor() throws Exception {
        CountDownLatch busy = rig.latch();
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Peer> paused = new CompletableFuture<>();
        Server server =
                rig.serve((peer, _) -> {
                    entered.countDown();
                    busy.await(); // also holds up a loop: it is listed all the same
                    peer.pause();
                    paused.complete(peer);
                });
        Wire wire = rig.connect(server);
        awaits(server, ConnectionWait.INPUT);
        byte[] frame = Wire.frame("hello");
        wire.send(frame, 0, 6);
        assertThat(awaits(server, ConnectionWait.REST_OF_FRAME).bytesReceived()).isEqualTo(6);
        wire.send(frame, 6, frame.length);
        entered.await();
        awaits(server, ConnectionWait.SERVICE);
        busy.countDown();
        Peer peer = paused.get();
        awaits(server, ConnectionWait.RESUME);
        peer.resume();
        awaits(server, ConnectionWait.INPUT);
        peer.send(new byte[Rig.FRAME_BYTES_MAX - 100]);
        assertThat(awaits(server, ConnectionWait.OUTPUT).bytesQueued()).isPositive();
    }

    @Test
    void whatAnEndWaitsFor() throws Exception {
        CompletableFuture<Peer> held = new CompletableFuture<>();
        CompletableFuture<Hold> hold = new CompletableFuture<>();
        Server server =
                rig.serve(
                        new Service() {
                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                hold.complete(peer.hold());
                                held.complete(peer);
                            }

                            @Override
                            public void onInputEnd(Peer peer) {
                                // closes later
                            }
                        });
        Wire wire = rig.connect(server);
        wire.sendFrame("hold");
        Peer peer = held.get();
        wire.shutdownOutput();
        awaits(server, ConnectionWait.HOLD);
        hold.get().release();
        awaits(server, ConnectionWait.SERVICE);
        peer.close();
        wire.expectEnd();
    }

    @Test
    void whoIsClosedHereIsWaitedFor() throws Exception {
        Server server = rig.serve(CLOSING);
        Wire wire = rig.connect(server);
        wire.sendFrame("close");
        wire.expectEnd();
        awaits(server, ConnectionWait.PEER_END);
    }

    @Test
    void whatAHandlerWaitsFor() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        CountDownLatch busy = rig.latch();
        Handler handler =
                connection -> {
                    connection.readFrame(Rig.CODEC);
                    busy.await();
                    connection.write(new byte[Rig.FRAME_BYTES_MAX]);
                };
        Server server = rig.converse(handler);
        Wire wire = rig.connect(server);
        awaits(server, ConnectionWait.INPUT);
        byte[] frame = Wire.frame("hello");
        wire.send(frame, 0, 6);
        awaits(server, ConnectionWait.REST_OF_FRAME);
        wire.send(frame, 6, frame.length);
        assertThat(awaits(server, ConnectionWait.SERVICE).bytesReceived()).isEqualTo(9);
        busy.countDown();
        awaits(server, ConnectionWait.OUTPUT);
        assertThat(wire.receive(Rig.FRAME_BYTES_MAX)).hasSize(Rig.FRAME_BYTES_MAX);
        awaits(server, ConnectionWait.PEER_END);
    }

    @Test
    void aClientListsItsOwn() throws Exception {
        assumeThat(Place.dialling()).contains(place);
        Server server = rig.serve(Rig.ECHO);
        Client client = rig.keep(rig.client(server.endpoint()).codec(Rig.CODEC).start());
        CompletableFuture<String> answer = new CompletableFuture<>();
        Peer peer = client.connect((_, frame) -> answer.complete(frame.text())).get();
        peer.send("hello");
        assertThat(answer.get()).isEqualTo("hello");
        OpenConnection known = client.connections().getFirst();
        assertThat(known.id()).isEqualTo(peer.id());
        assertThat(known.bytesReceived()).isEqualTo(9);
        assertThat(known.remoteAddress()).isEqualTo(peer.remoteAddress());
        client.close();
        assertThat(client.connections()).isEmpty();
    }

    @Test
    void sourcesOfDatagramsAreListed() throws Exception {
        assumeThat(place.net()).isEqualTo(Place.Net.TCP4);
        assumeThat(place.model().hasProcesses()).isFalse();
        Server server = rig.keep(rig.builder(Endpoint.udp("127.0.0.1", 0)).serve(Rig.ECHO));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.ofLiteral("127.0.0.1"), server.port());
            socket.send(new DatagramPacket(new byte[7], 7));
            socket.receive(new DatagramPacket(new byte[10], 10));
            Eventually.until(
                    () -> "7 bytes each way: " + server.connections(),
                    () -> server.connections().getFirst().bytesSent() == 7);
            OpenConnection known = server.connections().getFirst();
            assertThat(known.bytesReceived()).isEqualTo(7);
            assertThat(known.remoteAddress()).isEqualTo(socket.getLocalSocketAddress());
        }
        server.close();
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void loopsThatShareAPortListTogether() throws Exception {
        assumeThat(place.model().hasLoops() && place.net().isIp()).isTrue();
        Server server = rig.keep(rig.builder().loops(3).serve(Rig.ECHO));
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            wires.add(rig.connect(server));
            wires.get(i).echo("here");
        }
        assertThat(server.connections().stream().map(OpenConnection::id))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void connectionsOfProgramsAreListed() throws Exception {
        assumeThat(place).isEqualTo(new Place(Model.THREAD, Place.Net.TCP4));
        Server server = rig.keep(rig.builder().execute(Program.of("cat")));
        try (Wire wire = rig.connect(server)) {
            wire.echo("here");
            OpenConnection known = awaits(server, ConnectionWait.UNKNOWN);
            assertThat(known.workerPid()).isPositive();
            assertThat(known.remoteAddress()).isEqualTo(wire.localAddress());
        }
        Eventually.until("it has ended", () -> server.connections().isEmpty());
    }
}
