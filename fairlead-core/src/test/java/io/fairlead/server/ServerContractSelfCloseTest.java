package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.StuckReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who serves may close the server: it does not wait for itself, and what was answered arrives. Who
 * does not come back is named.
 */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractSelfCloseTest {
    @RegisterExtension final Rig rig;
    private final Place place;
    private final CompletableFuture<Server> own = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    ServerContractSelfCloseTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** A service in another process has no server to close. */
    static Stream<Place> places() {
        return Place.all()
                .filter(place -> !place.model().hasProcesses())
                .filter(place -> place.net() == Place.Net.TCP4);
    }

    private Server server() {
        return own.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Closes the server; true if that was done before anybody has lost patience. */
    private boolean closeHere() {
        server().close();
        // A close that waits for itself cuts this very connection.
        boolean waited = rig.recorder.closed.stream().anyMatch(c -> c.reason() == CloseReason.CUT);
        closed.complete(!waited);
        return !waited;
    }

    private void assertClosedAndAllTold(Wire wire, String... answers) throws Exception {
        for (String answer : answers) assertThat(wire.receiveText()).isEqualTo(answer);
        wire.expectEnd();
        assertThat(closed.get(60, TimeUnit.SECONDS)).isTrue();
        server().awaitClose();
    }

    @Test
    void inOnFrame() throws Exception {
        Service service =
                (peer, frame) -> {
                    peer.send(frame);
                    if (frame.text().equals("stop")) peer.send("closed: " + closeHere());
                };
        own.complete(rig.serve(service));
        Wire wire = rig.connect(server());
        wire.send(Wire.join(Wire.frame("hello"), Wire.frame("stop"), Wire.frame("more")));
        assertClosedAndAllTold(wire, "hello", "stop", "closed: true", "more");
    }

    @Test
    void inOnOpen() throws Exception {
        own.complete(
                rig.serve(
                        new Service() {
                            @Override
                            public void onOpen(Peer peer) {
                                peer.send("closed: " + closeHere());
                            }

                            @Override
                            public void onFrame(Peer peer, Frame frame) {}
                        }));
        assertClosedAndAllTold(rig.connect(server()), "closed: true");
    }

    @Test
    void inOnClose() throws Exception {
        own.complete(
                rig.serve(
                        new Service() {
                            @Override
                            public void onFrame(Peer peer, Frame frame) {
                                peer.send(frame);
                            }

                            @Override
                            public void onClose(Peer peer, CloseReason reason) {
                                closeHere();
                            }
                        }));
        Wire wire = rig.connect(server());
        wire.echo("hello");
        wire.shutdownOutput();
        assertClosedAndAllTold(wire);
    }

    @Test
    void inAnObserver() throws Exception {
        ServerObserver observer =
                new ServerObserver() {
                    @Override
                    public void onOpened(ConnectionReport connection) {
                        rig.recorder.onOpened(connection);
                        closeHere();
                    }

                    @Override
                    public void onClosed(ConnectionReport connection) {
                        rig.recorder.onClosed(connection);
                    }
                };
        own.complete(rig.keep(rig.builder().observer(observer).serve(Rig.ECHO)));
        assertClosedAndAllTold(rig.connect(server()));
    }

    @Test
    void inAHandler() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        own.complete(
                rig.converse(connection -> {
                    connection.writeLine("closed: " + closeHere());
                }));
        Wire wire = rig.connect(server());
        assertThat(wire.receiveLine()).isEqualTo("closed: true");
        assertClosedAndAllTold(wire);
    }

    @Test
    void overUdp() throws Exception {
        own.complete(
                rig.keep(
                        rig.builder(Endpoint.parse("udp://127.0.0.1:0"))
                                .serve((peer, frame) -> peer.send("closed: " + closeHere()))));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(60_000);
            InetAddress to = InetAddress.getLoopbackAddress();
            socket.send(new DatagramPacket(new byte[1], 1, to, server().port()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8))
                    .isEqualTo("closed: true");
        }
        server().awaitClose();
    }

    @Test
    void whoDoesNotComeBackIsNamed() throws Exception {
        CountDownLatch goOn = rig.latch();
        Server server = rig.serve((peer, frame) -> waitsWithoutLimit(goOn));
        Wire wire = rig.connect(server);
        wire.sendFrame("wait");
        Eventually.until("it is served", () -> server.stats().bytesReceived() > 0);
        server.drain(Duration.ofMillis(200));
        StuckReport stuck = Objects.requireNonNull(rig.recorder.stuck.poll());
        assertThat(stuck.stack())
                .extracting(StackTraceElement::getMethodName)
                .contains("waitsWithoutLimit");
        assertThat(stuck.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(stuck.words()).contains(server.endpoint().toString(), "waitsWithoutLimit");
        server.awaitClose();
    }

    private static void waitsWithoutLimit(CountDownLatch goOn) {
        boolean over = false;
        while (!over) {
            try {
                goOn.await();
                over = true;
            } catch (InterruptedException e) {
                // it heeds none
            }
        }
    }
}
