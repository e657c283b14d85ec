package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.frame.Codec;
import io.fairlead.frame.Frame;
import io.fairlead.net.DatagramOptions;
import io.fairlead.net.Endpoint;
import io.fairlead.server.access.Entrance;
import io.fairlead.service.Limits;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import io.fairlead.session.Terms;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that was stopped, as a paused machine is, forgets nobody whose datagram waits. */
@ParameterizedClass
@MethodSource("models")
@Timeout(60)
class ServerContractDatagramPauseTest {
    private static final Duration PEER_TIMEOUT = Duration.ofHours(1);

    /** More than any port receives in one turn. */
    private static final int WAITING = 300;

    @RegisterExtension final Rig rig;
    private final Model model;
    private final BlockingQueue<Peer> known = new LinkedBlockingQueue<>();
    private final Clock clock;

    ServerContractDatagramPauseTest(Model model) {
        this.model = model;
        rig = new Rig(new Place(model, Place.Net.TCP4));
        clock = new Clock();
    }

    static Stream<Model> models() {
        return ServerContractDatagramGroupTest.models();
    }

    /** Who asks for the time is kept waiting for as long as the process is stopped. */
    private final class Clock implements LongSupplier {
        final CountDownLatch stopped = rig.latch();
        final CountDownLatch goesOn = rig.latch();
        private volatile boolean stopping;
        private final AtomicLong nowNs = new AtomicLong();

        void stopAtTheNextTurn() {
            stopping = true;
        }

        void goOnAfter(Duration time) {
            stopping = false;
            nowNs.addAndGet(time.toNanos());
            goesOn.countDown();
        }

        @Override
        public long getAsLong() {
            if (stopping) {
                stopped.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return nowNs.get();
        }
    }

    private Server serve() throws Exception {
        Service service =
                (peer, frame) -> {
                    if (isOfTheKnown(frame)) known.add(peer);
                };
        Limits limits = Rig.limits(builder -> builder.datagramPeerTimeout(PEER_TIMEOUT));
        Terms terms = new Terms(Codec.raw(), service, limits, Terms.slabOfDatagrams(limits), clock);
        Endpoint endpoint = Endpoint.parse("udp://127.0.0.1:0");
        Plan plan =
                new Plan(
                        endpoint,
                        terms,
                        null,
                        rig.recorder,
                        DatagramOptions.DEFAULT,
                        1,
                        0,
                        null,
                        Entrance.OPEN,
                        List.of());
        return rig.keep(new Server(model.datagrams(plan)));
    }

    private static boolean isOfTheKnown(Frame frame) {
        return frame.text().equals("known");
    }

    @Test
    void aStopForgetsNoSource() throws Exception {
        Server server = serve();
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        Probe stranger = rig.keep(Probe.open(server.endpoint()));
        probe.send("known");
        Peer before = known.take();
        clock.stopAtTheNextTurn();
        stranger.send("");
        clock.stopped.await();
        for (int i = 1; i < WAITING; i++) stranger.send("");
        probe.send("known");
        assumeThat(server.stats().datagramsDroppedByKernel()).as("dropped").isZero();
        clock.goOnAfter(PEER_TIMEOUT.plusMinutes(1));
        assertThat(known.take()).isSameAs(before);
        assertThat(rig.recorder.closed).isEmpty();
    }
}
