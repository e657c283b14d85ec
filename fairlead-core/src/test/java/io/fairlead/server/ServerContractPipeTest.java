package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.frame.Codec;
import io.fairlead.service.CloseReason;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What one peer sends goes to another one unseen, where the model can, and whole everywhere. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractPipeTest {
    private static final byte[] BULK = new byte[24 * 1024 * 1024];

    static {
        new Random(7).nextBytes(BULK);
    }

    @Order(1)
    @RegisterExtension
    final PipesLeft pipes = new PipesLeft();

    @Order(2)
    @RegisterExtension
    final Rig rig;

    private final Place place;
    private final PipingPair pair = new PipingPair();

    ServerContractPipeTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.concurrent().filter(place -> place.net() != Place.Net.TLS);
    }

    private Server serve(Service service, UnaryOperator<LimitsBuilder> limits) throws Exception {
        assumeTrue(!place.model().hasProcesses(), "a worker's service cannot tell this process");
        return rig.keep(rig.builder().codec(Codec.raw()).limits(Rig.limits(limits)).serve(service));
    }

    private boolean canPipe() {
        return place.model() == Model.EPOLL && Model.EPOLL.reason() == null;
    }

    private static void assertBulk(byte... received) {
        assertThat(Arrays.mismatch(received, BULK)).isEqualTo(-1);
    }

    @Test
    void bulkArrivesWholeAndIsCounted() throws Exception {
        Server server = serve(pair, UnaryOperator.identity());
        Wire reader = rig.connect(server);
        Peer to = pair.next();
        Wire writer = rig.connect(server);
        CompletableFuture<Void> sending = writer.sendBeside(BULK);
        pair.join(pair.next(), to);

        assertBulk(reader.receive(BULK.length));
        sending.join();
        writer.shutdownOutput();
        assertThat(reader.receiveToEnd()).asString().isEqualTo("the end");
        assertThat(pair.framed.get() + pair.piped.get()).isEqualTo(BULK.length);
        if (canPipe()) assertThat(pair.piped.get()).isGreaterThan(pair.framed.get());
        else assertThat(pair.piped.get()).isZero();
        Eventually.until(
                () -> "all bytes are counted, both ways: " + server.stats(),
                () ->
                        server.stats().bytesReceived() == BULK.length
                                && server.stats().bytesSent() == BULK.length + "the end".length());
    }

    @Test
    void aPeerCanBePipedToItself() throws Exception {
        Server server = serve(pair, UnaryOperator.identity());
        Wire wire = rig.connect(server);
        CompletableFuture<Void> sending = wire.sendBeside(BULK);
        Peer peer = pair.next();
        pair.join(peer, peer);

        assertBulk(wire.receive(BULK.length));
        sending.join();
        wire.shutdownOutput();
        assertThat(wire.receiveToEnd()).asString().isEqualTo("the end");
    }

    @Test
    void aReceiverMayBeginLate() throws Exception {
        Server server = serve(pair, UnaryOperator.identity());
        Wire reader = rig.connect(server, 16 * 1024);
        Peer to = pair.next();
        Wire writer = rig.connect(server);
        pair.join(pair.next(), to);
        CompletableFuture<Void> sending = writer.sendBeside(BULK);
        untilBytesWaitFor(to);

        assertBulk(reader.receive(BULK.length));
        sending.join();
        writer.shutdownOutput();
        assertThat(reader.receiveToEnd()).asString().isEqualTo("the end");
    }

    /** Where the model can, what comes last has gone by a pipe, and waits in it. */
    private void untilBytesWaitFor(Peer peer) {
        Eventually.until(
                () -> peer.queuedBytes() + " bytes wait, and were piped: " + pair.piped,
                () -> peer.queuedBytes() > 0 && (pair.piped.get() > 0 || !canPipe()));
    }

    @Test
    void aReceiverThatIsResetLosesWhatItHasNotTakenAndTheSenderGoesOn() throws Exception {
        Server server = serve(pair, UnaryOperator.identity());
        Wire reader = rig.connect(server, 16 * 1024);
        Peer to = pair.next();
        Wire writer = rig.connect(server);
        Peer from = pair.next();
        pair.join(from, to);
        CompletableFuture<Void> sending = writer.sendBeside(BULK);
        untilBytesWaitFor(to);
        reader.reset();

        assertThat(pair.closed.poll(60, TimeUnit.SECONDS)).isEqualTo(CloseReason.RESET);
        Eventually.until(
                () -> "what is sent to a peer that has ended is dropped: " + server.stats(),
                () -> {
                    from.resume(); // a frame may have waited for room, which nobody tells of now
                    return sending.isDone();
                });
        from.send("still there");
        assertThat(writer.receive("still there".length())).asString().isEqualTo("still there");
    }

    @Test
    void aReceiverThatTakesNothingIsGivenUpInTime() throws Exception {
        Server server = serve(pair, limits -> limits.writeTimeout(Duration.ofMillis(300)));
        Wire reader = rig.connect(server, 16 * 1024);
        Peer to = pair.next();
        Wire writer = rig.connect(server);
        pair.join(pair.next(), to);
        CompletableFuture<Void> _ = writer.sendBeside(BULK);

        assertThat(pair.closed.poll(60, TimeUnit.SECONDS)).isEqualTo(CloseReason.WRITE_TIMEOUT);
        reader.drop();
    }

    @Test
    void aPauseHoldsForWhatIsPiped() throws Exception {
        PipingPair pausing =
                new PipingPair() {
                    private boolean paused;

                    @Override
                    public void onPiped(Peer peer, int bytes) {
                        if (paused) throw new IllegalStateException("piped while paused");
                        super.onPiped(peer, bytes);
                        peer.pause();
                        paused = true;
                        boolean _ =
                                peer.execute(() ->
                                        peer.execute(() -> {
                                            paused = false;
                                            peer.resume();
                                        }));
                    }
                };
        Server server = serve(pausing, UnaryOperator.identity());
        Wire reader = rig.connect(server);
        Peer to = pausing.next();
        Wire writer = rig.connect(server);
        CompletableFuture<Void> sending = writer.sendBeside(BULK);
        pausing.join(pausing.next(), to);

        assertBulk(reader.receive(BULK.length));
        sending.join();
    }

    @Test
    void onlyBytesWithoutFramesCanBePiped() throws Exception {
        PipingPair framed = new PipingPair();
        Server server = rig.serve(framed);
        Wire _ = rig.connect(server);
        Peer peer = framed.next();
        assertThatThrownBy(() -> peer.allowPipeTo(peer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Codec.raw()");
    }
}
