package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.server.host.StallWatch;
import io.fairlead.service.CloseReason;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who holds an event loop is reported, with its stack, under every model that has one. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractStallTest {
    @RegisterExtension final Rig rig;
    private final Stalls stalls = new Stalls();

    ServerContractStallTest(Place place) {
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.all().filter(place -> place.model().hasLoops());
    }

    private Server serve(Service service) throws Exception {
        return rig.keep(
                rig.builder()
                        .observer(stalls)
                        .limits(Rig.limits(limits -> limits.stallTimeout(Stalls.LIMIT)))
                        .serve(service));
    }

    @Test
    void aServiceThatHoldsItsLoopIsReportedOnceEachTime() throws Exception {
        CountDownLatch[] latches = {rig.latch(), rig.latch()};
        AtomicInteger held = new AtomicInteger();
        Server server =
                serve((peer, frame) -> {
                    if (frame.text().equals("hold")) {
                        Stalls.holdUntil(latches[held.getAndIncrement()]);
                    }
                    peer.send(frame);
                });
        for (CountDownLatch goOn : latches) {
            Wire wire = rig.connect(server); // accepted in a turn that is another for sure
            wire.sendFrame("hold");
            stalls.await(server);
            stalls.awaitNone();
            assertThat(StallWatch.allGoOn()).as("a supervisor hears nothing").isFalse();
            goOn.countDown();
            assertThat(wire.receiveText()).isEqualTo("hold");
            wire.echo("it goes on");
            Eventually.until("a supervisor hears of us", StallWatch::allGoOn);
        }
    }

    @Test
    void aLoopThatWaitsIsNotReported() throws Exception {
        Server server = serve(Rig.ECHO);
        Wire wire = rig.connect(server);
        wire.echo("before");
        stalls.awaitNone();
        wire.echo("after");
        stalls.awaitNone();
    }

    /** Holds the loop while its connection ends. */
    private record HoldingEnd(CountDownLatch goOn) implements Service {
        @Override
        public void onFrame(Peer peer, Frame frame) {
            peer.send(frame);
        }

        @Override
        public void onClose(Peer peer, CloseReason reason) {
            Stalls.holdUntil(goOn);
        }
    }

    @Test
    void theEndOfAServerIsWatchedToo() throws Exception {
        CountDownLatch goOn = rig.latch();
        Server server = serve(new HoldingEnd(goOn));
        rig.connect(server).echo("here");
        Thread closer = Thread.ofPlatform().start(server::close);
        stalls.await(server);
        goOn.countDown();
        closer.join();
    }
}
