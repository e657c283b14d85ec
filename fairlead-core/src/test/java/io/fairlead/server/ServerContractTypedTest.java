package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.client.Client;
import io.fairlead.frame.FrameException;
import io.fairlead.frame.TypedCodec;
import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Handler;
import io.fairlead.service.Peer;
import io.fairlead.service.TypedService;
import java.io.Serializable;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of a type of one's own, on both ends, in both styles. */
@ParameterizedClass
@MethodSource("io.fairlead.server.Place#all")
@Timeout(60)
class ServerContractTypedTest {
    @RegisterExtension final Rig rig;
    private final Place place;

    ServerContractTypedTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    /** Answers with twice the number, below 0 if nobody but {@code toMessage} has read it. */
    record Doubling() implements TypedService<Reading>, Serializable {
        @Override
        public TypedCodec<Reading> codec() {
            return Reading.LINES;
        }

        @Override
        public void onMessage(Peer peer, Reading reading) {
            peer.send(codec(), doubled(reading));
        }

        @Override
        public void onBadFrame(Peer peer, FrameException error) {
            peer.send(String.valueOf(error.getMessage()));
        }
    }

    private static Reading doubled(Reading reading) {
        return new Reading(reading.value() * (reading.attached() ? 2 : -2), false);
    }

    private ServerBuilder builder() {
        return rig.builder().codec(Reading.LINES.framing());
    }

    @Test
    void aServiceGetsMessages() throws Exception {
        Server server = rig.keep(builder().serve(new Doubling()));
        try (Wire wire = rig.connect(server)) {
            wire.send("21\n4\n-5\n");
            assertThat(wire.receiveLine()).as("read once").isEqualTo("42");
            assertThat(wire.receiveLine()).isEqualTo("8");
            assertThat(wire.receiveLine()).as("of the frame before").isEqualTo("10");
            wire.send("many\n6\n");
            assertThat(new String(wire.receiveToEnd(), UTF_8)).isEqualTo("no number: many\n");
        }
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.BAD_FRAME);
        assertThat(report.failure()).isInstanceOf(FrameException.class);
        assertThat(report.serviceFailed()).isFalse();
    }

    @Test
    void aHandlerReadsAndWritesMessages() throws Exception {
        assumeThat(place.model().runsHandlers()).isTrue();
        Handler handler =
                (Handler & Serializable)
                        connection -> {
                            Reading first = connection.readMessage(Reading.LINES);
                            if (first == null) return;
                            connection.writeMessage(Reading.LINES, doubled(first));
                            connection.send(Reading.LINES, new Reading(7, false));
                            if (connection.readMessage(Reading.LINES) == null) {
                                connection.writeLine("the end");
                            }
                        };
        Server server = rig.keep(builder().converse(handler));
        Wire wire = rig.connect(server);
        wire.send("300\n");
        assertThat(wire.receiveLine()).isEqualTo("600");
        assertThat(wire.receiveLine()).isEqualTo("7");
        wire.shutdownOutput();
        assertThat(wire.receiveLine()).isEqualTo("the end");
        Wire bad = place.isConcurrent() ? rig.connect(server) : reconnected(server, wire);
        bad.send("x\n");
        assertThat(bad.receiveToEnd()).isEmpty();
        bad.close();
        assertThat(rig.recorder.awaitClosed(CloseReason.BAD_FRAME).serviceFailed()).isFalse();
    }

    private Wire reconnected(Server server, Wire before) throws Exception {
        before.close();
        return rig.connect(server);
    }

    @Test
    void aClientsServiceGetsMessages() throws Exception {
        assumeThat(Place.dialling()).contains(place);
        Server server = rig.keep(builder().serve(new Doubling()));
        Client client =
                rig.keep(rig.client(server.endpoint()).codec(Reading.LINES.framing()).start());
        CompletableFuture<Reading> came = new CompletableFuture<>();
        Peer peer = client.connect(new Noting(came)).get();
        peer.send(Reading.LINES, new Reading(50, false));
        assertThat(came.get(60, TimeUnit.SECONDS)).isEqualTo(new Reading(100, true));
    }

    private record Noting(CompletableFuture<Reading> came) implements TypedService<Reading> {
        @Override
        public TypedCodec<Reading> codec() {
            return Reading.LINES;
        }

        @Override
        public void onMessage(Peer peer, Reading reading) {
            came.complete(reading);
        }
    }

    @Test
    void datagramsAreMessages() throws Exception {
        assumeThat(place.net()).isEqualTo(Place.Net.TCP4);
        assumeThat(place.model().hasProcesses()).isFalse();
        Server server = rig.keep(rig.builder(Endpoint.udp("127.0.0.1", 0)).serve(new Doubling()));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.ofLiteral("127.0.0.1"), server.port());
            socket.setSoTimeout(1000);
            assertThat(answer(socket, "4")).isEqualTo("-8");
            assertThat(answer(socket, "four")).isEqualTo("no number: four");
            assertThat(answer(socket, "5")).as("it opens anew").isEqualTo("-10");
        }
        ConnectionReport report = rig.recorder.awaitClosed(CloseReason.BAD_FRAME);
        assertThat(report.failure()).isInstanceOf(FrameException.class);
    }

    /** Asked again: what comes while the source is about to be forgotten is dropped. */
    private static String answer(DatagramSocket socket, String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        while (true) {
            socket.send(new DatagramPacket(bytes, bytes.length));
            try {
                socket.receive(answer);
                return new String(answer.getData(), 0, answer.getLength(), UTF_8);
            } catch (SocketTimeoutException e) {
                // once more, until the test's time is over
            }
        }
    }
}
