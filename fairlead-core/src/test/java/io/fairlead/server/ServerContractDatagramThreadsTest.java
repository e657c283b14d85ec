package io.fairlead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.frame.Frame;
import io.fairlead.net.Endpoint;
import io.fairlead.service.CloseReason;
import io.fairlead.service.LimitsBuilder;
import io.fairlead.service.Peer;
import io.fairlead.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a thread serves each source, one that blocks holds up no other. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractDatagramThreadsTest {
    private static final Duration LIMIT = Duration.ofMillis(100);

    @RegisterExtension final Rig rig;
    private final Place place;
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    ServerContractDatagramThreadsTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return ServerContractDatagramTest.places()
                .filter(place -> place.model().runsHandlers() && place.isConcurrent())
                .filter(place -> !place.model().hasProcesses());
    }

    private Server serve(Service service, UnaryOperator<LimitsBuilder> limits) throws Exception {
        String host = place.net() == Place.Net.TCP4 ? "127.0.0.1" : "::1";
        return rig.keep(
                Server.at(Endpoint.udp(host, 0))
                        .model(place.model())
                        .limits(Rig.limits(limits))
                        .observer(rig.recorder)
                        .serve(service));
    }

    private Server serve(Service service) throws Exception {
        return serve(service, limits -> limits);
    }

    private Probe probe(Server server) throws IOException {
        return rig.keep(Probe.open(server.endpoint()));
    }

    @Test
    void aServiceThatBlocksForOneSource() throws Exception {
        CountDownLatch goOn = rig.latch();
        Server server =
                serve(
                        (peer, frame) -> {
                            if (frame.text().equals("block")) goOn.await();
                            peer.send(frame);
                        },
                        limits -> limits.queuedBytesMax(10_000));
        Probe blocked = probe(server);
        blocked.send("block");
        Probe other = probe(server);
        for (int i = 0; i < 10; i++) other.exchange("not held up");
        byte[] large = new byte[2_000];
        for (int i = 0; i < 100; i++) blocked.send(new String(large, UTF_8));
        other.exchange("nor by what waits");
        assertThat(server.stats().datagramsDropped()).isBetween(90L, 99L);
        goOn.countDown();
        assertThat(blocked.receive()).isEqualTo("block");
    }

    /** The memory of all sources together has a bound, and every opening still has its end. */
    @Test
    void openingsAndEndsPairWhenMemoryIsScarce() throws Exception {
        CountDownLatch goOn = rig.latch();
        AtomicInteger entered = new AtomicInteger();
        Service service =
                new Service() {
                    @Override
                    public void onOpen(Peer peer) {
                        peer.attach("opened");
                    }

                    @Override
                    public void onFrame(Peer peer, Frame frame) throws InterruptedException {
                        entered.incrementAndGet();
                        goOn.await();
                        calls.add("frame " + peer.attachment());
                    }

                    @Override
                    public void onClose(Peer peer, CloseReason reason) {
                        calls.add("close " + peer.attachment());
                    }
                };
        Server server = serve(service, limits -> limits.bufferBytesTotal(100_228));
        // Each costs 128 bytes beside its own: five long ones and an empty one leave 100.
        Probe last = probe(server);
        for (int i = 0; i < 5; i++) {
            if (i > 0) last = probe(server);
            last.send("x".repeat(19_872));
            int sources = i + 1;
            Eventually.until("it is waiting", () -> entered.get() == sources);
        }
        last.send("");
        for (int i = 0; i < 25; i++) probe(server).send("");
        Eventually.until("the others were dropped", () -> server.stats().datagramsDropped() == 25);
        goOn.countDown();
        server.close();
        assertThat(calls).contains("frame opened").doesNotContain("frame null", "close null");
    }

    @Test
    void drainCutsAServiceThatGoesOn() throws Exception {
        CountDownLatch begun = rig.latch();
        CountDownLatch never = new CountDownLatch(1);
        Server server =
                serve((peer, frame) -> {
                    begun.countDown();
                    never.await();
                });
        probe(server).send("take your time");
        begun.await();
        assertThat(server.drain(LIMIT)).isEqualTo(1);
        assertThat(rig.recorder.awaitClosed().reason())
                .isIn(CloseReason.SERVICE_FAILED, CloseReason.CUT, CloseReason.DRAINED);
    }
}
