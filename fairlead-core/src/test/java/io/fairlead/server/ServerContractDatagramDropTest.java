package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fairlead.net.Endpoint;
import io.fairlead.server.report.ConnectionReport;
import io.fairlead.server.report.ServerStats;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of what is sent, each datagram is served or counted: by the server, or by the kernel where the
 * server was not there in time.
 */
@ParameterizedClass
@MethodSource("places")
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ServerContractDatagramDropTest {
    private static final byte[] LARGE = new byte[8_000];

    @RegisterExtension final Rig rig;
    private final Place place;
    private final CountDownLatch goOn;
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<Long> told = new ConcurrentLinkedQueue<>();

    ServerContractDatagramDropTest(Place place) {
        this.place = place;
        rig = new Rig(place);
        goOn = rig.latch();
    }

    static Stream<Place> places() {
        return ServerContractDatagramTest.places();
    }

    /** Holds the thread that receives, under every model, at the first datagram of a source. */
    private final class Holder implements ServerObserver {
        @Override
        public void onOpened(ConnectionReport source) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onDatagramsDroppedByKernel(Endpoint endpoint, long count) {
            told.add(count);
        }
    }

    private Server serve(int loops) throws Exception {
        String host = place.net() == Place.Net.TCP4 ? "127.0.0.1" : "::1";
        return rig.keep(
                Server.at(Endpoint.udp(host, 0))
                        .model(place.model())
                        .loops(loops)
                        .observer(new Holder())
                        .serve((peer, frame) -> served.incrementAndGet()));
    }

    /** Returns how many were sent: more than the receive buffers hold. */
    private int flood(Server server, int sources) throws Exception {
        int sent = 0;
        for (int source = 0; source < sources; source++) {
            Probe probe = rig.keep(Probe.open(server.endpoint()));
            for (int i = 0; i < 300; i++) probe.send(LARGE);
            sent += 300;
        }
        return sent;
    }

    private long accounted(ServerStats stats) {
        return served.get() + stats.datagramsDropped() + stats.datagramsDroppedByKernel();
    }

    private void assertAllAreAccounted(Server server, int sent) {
        long dropped = server.stats().datagramsDroppedByKernel();
        assertThat(dropped).isPositive();
        goOn.countDown();
        Eventually.until(
                () -> sent + " sent, " + served + " served, " + server.stats(),
                () -> accounted(server.stats()) == sent);
        server.close();
        assertThat(server.stats())
                .returns((long) sent, this::accounted)
                .returns(dropped, ServerStats::datagramsDroppedByKernel);
        assertThat(told.stream().mapToLong(Long::longValue).sum()).isEqualTo(dropped);
    }

    @Test
    void whatTheKernelDropsIsCounted() throws Exception {
        Server server = serve(1);
        assertAllAreAccounted(server, flood(server, 1));
    }

    @Test
    void theSocketsOfSeveralLoopsAddUp() throws Exception {
        assumeThat(place.model().hasLoops()).as("the model has loops").isTrue();
        Server server = serve(3);
        assertAllAreAccounted(server, flood(server, 20));
    }
}
