package io.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.net.Endpoint;
import io.fairlead.service.Service;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who holds the thread that receives datagrams is reported, where that thread serves them. */
@ParameterizedClass
@MethodSource("places")
@Timeout(120)
class ServerContractDatagramStallTest {
    private static final byte[] HOLD = "hold".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension final Rig rig;
    private final Place place;
    private final Stalls stalls = new Stalls();

    ServerContractDatagramStallTest(Place place) {
        this.place = place;
        rig = new Rig(place);
    }

    static Stream<Place> places() {
        return Place.all()
                .filter(place -> place.net() == Place.Net.TCP4)
                .filter(place -> !place.model().runsHandlers() || !place.isConcurrent());
    }

    private Server serve(Service service) throws Exception {
        return rig.keep(
                Server.at(Endpoint.udp("127.0.0.1", 0))
                        .model(place.model())
                        .observer(stalls)
                        .limits(Rig.limits(limits -> limits.stallTimeout(Stalls.LIMIT)))
                        .serve(service));
    }

    @Test
    void aServiceThatHoldsTheThreadIsReportedOnce() throws Exception {
        CountDownLatch goOn = rig.latch();
        Server server =
                serve((peer, frame) -> {
                    Stalls.holdUntil(goOn);
                    peer.send(frame);
                });
        Probe probe = rig.keep(Probe.open(server.endpoint()));
        stalls.awaitNone();
        probe.send(HOLD);
        stalls.await(server);
        stalls.awaitNone();
        goOn.countDown();
        assertThat(probe.receiveBytes()).isEqualTo(HOLD);
        stalls.awaitNone();
    }
}
