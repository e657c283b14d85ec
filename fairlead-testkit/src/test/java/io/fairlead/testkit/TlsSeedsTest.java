package io.fairlead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Connection;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.testkit.fault.SimulatedFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * TLS over a network that misbehaves: what arrives is the beginning of what was sent, an end of the
 * input is one that the other end has meant, and nothing is left of it.
 */
class TlsSeedsTest {
    private static final String SERVER = "tls://server:443";
    private static final Codec CODEC = Codec.lengthPrefixed(4);
    private static final int MESSAGES = 12;
    private static final int SEEDS = Effort.SEEDS / 10;

    private final List<CloseReason> reasons = new ArrayList<>();

    /** Answers, and notes how much had come when it was told the end. */
    private static final class Noting implements Service {
        final List<Integer> atTheEnd = new ArrayList<>();
        private int came;

        @Override
        public void onFrame(Peer peer, Frame frame) {
            came++;
            peer.send(frame);
        }

        @Override
        public void onInputEnd(Peer peer) {
            if (!peer.isDraining()) atTheEnd.add(came);
            peer.close();
        }
    }

    /** Runs {@code law} with each seed, on loops and in threads, with small sockets and large. */
    private void each(SimulatedTest law) {
        for (int seed = 0; seed < SEEDS; seed++) {
            SimulatedNetwork net = SimulatedNetwork.of(seed).faults(SimulatedFaults.usual());
            net.tls(SimulatedTls.server(), SimulatedTls.client());
            net.socketBytesMax(2_000 << seed % 8).threadPerConnection(seed % 3 == 0);
            try {
                law.run(net);
                checkEnds(net);
                net.assertNothingLeft();
            } catch (Throwable e) {

                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Nobody changes a byte on the way: TLS itself fails only where a handshake is cut. */
    private void checkEnds(SimulatedNetwork net) {
        for (ConnectionReport end : net.ends()) {
            reasons.add(end.reason());
            if (end.reason() != CloseReason.TLS_FAILED) continue;
            assertThat(end.failure()).hasMessageContaining("closed during the TLS handshake");
        }
    }

    static List<String> messages(RandomGenerator random) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(i + " " + "x".repeat(random.nextInt(1 << random.nextInt(16))));
        }
        return messages;
    }

    /** Begins a talk of two services. */
    static void talk(SimulatedNetwork net) {
        net.tls(SimulatedTls.server(), SimulatedTls.client());
        net.serve(SERVER, CODEC, new Noting());
        for (int i = 0; i < 2; i++) { // the second may come back with a ticket
            SimulatedClient client = net.connect(SERVER, CODEC);
            messages(net.random()).forEach(client::send);
            client.shutdownOutput();
        }
    }

    @Test
    void servicesOnBothEnds() {
        List<Integer> whole = new ArrayList<>();
        each(net -> {
            Noting service = new Noting();
            net.serve(SERVER, CODEC, service);
            SimulatedClient client = net.connect(SERVER, CODEC);
            List<String> messages = messages(net.random());
            messages.forEach(client::send);
            client.shutdownOutput();
            net.run(Duration.ofHours(1));
            client.assertReceived(messages);
            boolean meant = client.isInputEnded() && !service.atTheEnd.isEmpty();
            if (meant) assertThat(client.texts()).isEqualTo(messages);
            assertThat(service.atTheEnd).as("not cut").isSubsetOf(MESSAGES);
            if (client.texts().size() == MESSAGES) whole.add(1);
        });
        assertThat(whole.size()).isBetween(SEEDS / 3, SEEDS - 1); // some are cut short
        assertThat(reasons).contains(CloseReason.TRUNCATED, CloseReason.PEER_CLOSED);
    }

    @Test
    void handlersOnBothEnds() {
        List<Integer> whole = new ArrayList<>();
        each(net -> {
            List<Integer> atTheEnd = new ArrayList<>();
            net.converse(SERVER, connection -> atTheEnd.add(echo(connection)));
            List<String> messages = messages(net.random());
            List<String> got = new ArrayList<>();
            SimulatedConversation talk =
                    net.connect("client", SERVER, connection -> talk(connection, messages, got));
            net.run(Duration.ofHours(1));
            new Received(got, messages).check(talk.isCut());
            assertThat(atTheEnd).as("not cut").isSubsetOf(MESSAGES);
            if (talk.isOver() && !talk.isCut()) assertThat(talk.end()).isNull();
            if (got.size() == MESSAGES) whole.add(1);
        });
        assertThat(whole.size()).isBetween(SEEDS / 3, SEEDS - 1);
    }

    /** How many frames came before the end; a cut one throws. */
    private static int echo(Connection connection) throws IOException {
        int came = 0;
        for (Frame frame; (frame = connection.readFrame(CODEC)) != null; came++) {
            connection.writeFrame(CODEC, frame);
        }
        return came;
    }

    private static void talk(Connection connection, List<String> messages, List<String> got)
            throws IOException {
        Thread.startVirtualThread(() -> write(connection, messages));
        for (Frame frame; (frame = connection.readFrame(CODEC)) != null; ) got.add(frame.text());
    }

    private static void write(Connection connection, List<String> messages) {
        try {
            for (String each : messages) connection.writeFrame(CODEC, Frame.of(each));
            connection.shutdownOutput();
        } catch (IOException e) {
            connection.abort(e.toString());
        }
    }

    /** Who connects and says nothing, or not all, is not served, and has gone after its time. */
    @Test
    void aHandshakeHasItsTime() {
        Duration timeout = Limits.DEFAULT.handshakeTimeout();
        each(net -> {
            Noting service = new Noting();
            net.serve(SERVER, CODEC, service);
            SimulatedClient stalled = net.connect("tcp://server:443", Codec.raw());
            byte[] begun = {22, 3, 1, 2, 0, 1, 0, 1, 1};
            stalled.send(Frame.of(new String(begun, 0, net.random().nextInt(6), ISO_8859_1)));
            net.run(Duration.ofMinutes(2).plus(timeout));
            assertThat(stalled.isOver() || stalled.isCut()).isTrue();
            assertThat(net.bufferBytes()).isZero();
        });
        assertThat(reasons).contains(CloseReason.HANDSHAKE_TIMEOUT);
    }
}
